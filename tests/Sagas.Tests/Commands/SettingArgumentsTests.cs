using Sagas.Worker.Commands;

namespace Sagas.Tests.Commands;

public sealed class SettingArgumentsTests
{
    [Test]
    public void Settings_may_stand_anywhere_with_or_without_an_equals_sign()
    {
        var split = SettingArguments.Split([
            "orders",
            "--Sagas:Profile=Embedded",
            "place",
            "--sagas:Http:Address",
            "http://127.0.0.1:0",
            "file.csv",
            "--json",
        ]);

        Assert.Multiple(() =>
        {
            Assert.That(split.Command, Is.EqualTo(new[] { "orders", "place", "file.csv", "--json" }));
            Assert.That(
                split.Settings,
                Is.EqualTo(new[] { "--Sagas:Profile=Embedded", "--sagas:Http:Address=http://127.0.0.1:0" })
            );
        });
    }

    [Test]
    public void What_stands_behind_two_dashes_is_no_setting()
    {
        var split = SettingArguments.Split(["show", "--", "--Sagas:odd"]);
        Assert.Multiple(() =>
        {
            Assert.That(split.Command, Is.EqualTo(new[] { "show", "--", "--Sagas:odd" }));
            Assert.That(split.Settings, Is.Empty);
        });
    }
}
