using System.Text;
using System.Text.Json.Nodes;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.DeadLetters.Edits;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Replays;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.Replays;

/// <summary>Dead letters that are changed before they are sent again, on a real broker.</summary>
[Parallelizable]
internal sealed class EditTests
{
    private ReplayWorld _world = null!;

    private ILetterEditor Editor => _world.Shell.Services.GetRequiredService<ILetterEditor>();

    [SetUp]
    public async Task Start() => _world = await ReplayWorld.Start();

    [TearDown]
    public async Task Stop() => await _world.DisposeAsync();

    [Test]
    public async Task A_reviewed_patch_of_a_group_is_what_is_sent_and_the_originals_are_kept()
    {
        await _world.Bury("E-1", "E-2");
        _world.Hotel.IsBroken = false;
        var patch = new LetterEdit("""[{"op":"replace","path":"/nights","value":5}]""");

        var review = await Editor.Review(new(), patch, default);
        Assert.That(
            review.Letters.Select(letter => letter.Changes.Single()),
            Has.All.EqualTo("/nights: 3 -> 5")
        );
        Assert.That((await Apply(patch, null)).Text, Does.Contain("It is about 2 letters. Review it"));
        Assert.That((await Apply(patch, "00000000")).Text, Does.Contain("was of another edit"));
        Assert.That((await Apply(patch, review.Code)).IsDone, Is.True);

        await _world.Apply(await _world.Plan());
        Assert.That(
            _world.Shell.Signals.All.OfType<BookHotel>().Select(booked => booked.Nights),
            Is.EqualTo(new[] { 5, 5 })
        );
        var letter = (await _world.Letters.List(new(Status: DeadLetterStatus.Replayed), default))[0];
        var body = (await _world.Letters.Find(letter.Id, default))!.Body;
        Assert.That(Nights(body.Body), Is.EqualTo(3));
    }

    [Test]
    public async Task What_would_not_be_its_type_any_more_is_refused_whole()
    {
        await _world.Bury("E-1");
        var patch = new LetterEdit("""[{"op":"replace","path":"/nights","value":"many"}]""");

        var review = await Editor.Review(new(), patch, default);

        Assert.That(review.Letters.Single().Problem, Does.StartWith("It would be no BookHotel:"));
        Assert.That(
            (await Apply(patch, review.Code)).Text,
            Does.StartWith("1 of 1 letters cannot be edited so")
        );
    }

    [TestCase("""[{"op":"remove","path":"/none"}]""", "'none' was not found")]
    [TestCase("""[{"op":"test","path":"/nights","value":9}]""", "not equal to the test value")]
    public async Task A_patch_that_does_not_fit_a_letter_is_its_problem(string patch, string why)
    {
        await _world.Bury("E-1");

        var review = await Editor.Review(new(), new(patch), default);

        Assert.That(review.Letters.Single().Problem, Does.Contain(why));
    }

    [TestCase("""{"op":"remove"}""", "no JSON Patch (RFC 6902)")]
    [TestCase("""[{"op":"remove"}]""", "no JSON Patch (RFC 6902)")]
    [TestCase("nonsense", "no JSON Patch (RFC 6902)")]
    [TestCase("""[{"op":"destroy","path":"/nights"}]""", "the operation \"destroy\"")]
    public void A_patch_that_makes_no_sense_is_told(string patch, string why) =>
        Assert.That(
            async () => await Editor.Review(new(), new(patch), default),
            Throws.TypeOf<EditException>().With.Message.Contains(why)
        );

    [Test]
    public async Task Another_message_and_other_headers_are_sent_and_undone_the_original_is()
    {
        await _world.Bury("E-1");
        await Apply(
            new(
                Message: """{"tripId":"11111111-1111-1111-1111-111111111111","key":"22222222-2222-2222-2222-222222222222","nights":7}""",
                Headers: new Dictionary<string, string?> { ["tenant"] = "blue" }
            ),
            null
        );
        var plan = await _world.Apply(await _world.Plan(), ReplayStatus.Stopped);
        Assert.That(plan.Problem, Does.Contain("no such hotel"));
        var dead = (await _world.Broker.Headers(ReplayWorld.Errors)).Single();
        Assert.That(dead["tenant"], Is.EqualTo("blue"));
        var letter = (await _world.Letters.List(new(), default)).Single();
        Assert.That(Nights((await _world.Letters.Find(letter.Id, default))!.Body.Body), Is.EqualTo(3));

        await Apply(new(IsUndone: true), null);
        await _world.Do(ReplayDeedKind.Abort, plan.Id);
        _world.Hotel.IsBroken = false;
        await _world.Apply(await _world.Plan());

        Assert.That(_world.Shell.Signals.All.OfType<BookHotel>().Single().Nights, Is.EqualTo(3));
    }

    [TestCase("[{\"path\":\"/nights\"}]", "every operation has op and path")]
    [TestCase("[{\"op\":\"remove\",\"path\":\"nights\"}]", "does not begin with a slash")]
    [TestCase("[{\"op\":\"remove\",\"path\":\"/list/-\"}]", "behind the end of a list")]
    [TestCase("[{\"op\":\"move\",\"from\":\"/list/-\",\"path\":\"/x\"}]", "behind the end of a list")]
    public void A_patch_that_the_standard_refuses_is_refused(string patch, string told) =>
        Assert.That(
            async () => await Editor.Review(new(), new(patch), default),
            Throws.TypeOf<EditException>().With.Message.Contains(told)
        );

    [TestCase("MT-Fault-Message")]
    [TestCase("x-death")]
    [TestCase("Sagas-Replay")]
    [TestCase("MessageId")]
    public void What_says_who_it_is_or_how_it_died_is_locked(string header) =>
        Assert.That(
            async () =>
                await Editor.Review(
                    new(),
                    new(Headers: new Dictionary<string, string?> { [header] = "x" }),
                    default
                ),
            Throws.TypeOf<EditException>().With.Message.Contains("is not edited")
        );

    private Task<OperatorOutcome> Apply(LetterEdit edit, string? code) =>
        Editor.Apply(new(), edit, code, NewId.NextGuid(), "ann", "a test", default);

    private static int Nights(byte[] body) =>
        (int)JsonNode.Parse(Encoding.UTF8.GetString(body))!["message"]!["nights"]!;
}
