namespace Sagas.Worker.Commands.Placing;

/// <summary>What is shown while orders are placed and followed.</summary>
internal interface IDisplay
{
    void Placed(Intake intake);

    /// <param name="isStill">Nothing has moved for a while.</param>
    void Looked(Following following, bool isStill);
}
