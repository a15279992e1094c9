using System.Globalization;
using Sagas.Worker.Hosting;

namespace Sagas.Tests.Worker;

[NonParallelizable]
internal sealed class LeftoversTests
{
    [Test]
    [Platform("Linux")]
    public async Task Files_of_assemblies_that_were_mapped_to_be_looked_into_are_given_back_and_can_be_read_again()
    {
        var before = Resident();

        await Leftovers.GiveBack();

        Assert.That(Resident(), Is.LessThan(before / 2));
        Assert.That(
            AppDomain.CurrentDomain.GetAssemblies().SelectMany(assembly => assembly.GetTypes()).Count(),
            Is.GreaterThan(1_000)
        );
    }

    /// <returns>KiB of the assemblies' files that were mapped to be looked into.</returns>
    private static long Resident()
    {
        var (sum, counts) = (0L, false);
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!words[0].EndsWith(':'))
            {
                counts = words[1] == "r--s" && line.EndsWith(".dll", StringComparison.Ordinal);
            }
            else if (counts && words[0] == "Rss:")
            {
                sum += long.Parse(words[1], CultureInfo.InvariantCulture);
            }
        }

        return sum;
    }
}
