using Sagas.Worker.Hosting;

namespace Sagas.SystemTests.BadInput.Settings;

/// <summary>Builds a host with each setting; it must refuse before anything is connected.</summary>
internal sealed class SettingDoor(Answers answers)
{
    private const int BadUsage = 2;

    public async Task Answer(IEnumerable<SettingCase> cases)
    {
        foreach (var one in cases)
        {
            try
            {
                await using var app = SagasHost.Build(
                    new HostSettings([])
                    {
                        Overrides = new Dictionary<string, string?> { [one.Key] = one.Value },
                    }
                );
                answers.Wrong(one, "a host was built.");
            }
            catch (StartUpException refused)
            {
                answers.Judge(one, refused.ExitCode == BadUsage ? refused.Message : "", one.Says);
            }
        }
    }
}
