namespace Sagas.Worker.Commands.Placing;

/// <summary>What is shown while commands of a file are placed and their sagas followed.</summary>
internal interface IDisplay
{
    void Placed(int count);

    /// <param name="isStill">Nothing has moved for a while.</param>
    void Looked(Following following, bool isStill);
}
