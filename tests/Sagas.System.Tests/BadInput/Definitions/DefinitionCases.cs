namespace Sagas.SystemTests.BadInput.Definitions;

/// <summary>Definitions, each with one fault.</summary>
internal static class DefinitionCases
{
    public static IEnumerable<DefinitionCase> All => [.. Frames(), .. Steps(), .. Pivots(), .. Times()];

    private static IEnumerable<DefinitionCase> Frames()
    {
        foreach (
            var name in new[]
            {
                "",
                "Order",
                "1st",
                "or der",
                "order\n",
                "ördér",
                "-order",
                "order/x",
                "../order",
                new string('x', 65),
            }
        )
        {
            yield return new(
                $"a saga called \"{name}\"",
                new(saga => saga.Good("a"), name),
                "Give at most 64 lower-case letters"
            );
        }

        yield return new(
            "version 0",
            new(saga => saga.Good("a"), version: 0),
            "The version is 0. Count versions from 1."
        );
        yield return new(
            "a version below zero",
            new(saga => saga.Good("a"), version: -7),
            "The version is -7. Count versions from 1."
        );
        yield return new(
            "nothing that starts it",
            new(saga => saga.Good("a"), starts: false),
            "Nothing starts the saga."
        );
        yield return new(
            "nothing that ends it",
            new(saga => saga.Good("a"), ends: false),
            "No event says that the saga completed."
        );
        yield return new("no step", new(_ => { }), "The saga has no step.");
        yield return new(
            "a group without a step",
            new(saga =>
            {
                saga.Good("a");
                saga.Together(() => { });
            }),
            "A parallel group has no step."
        );
    }

    private static IEnumerable<DefinitionCase> Steps()
    {
        yield return new(
            "a step twice",
            new(saga =>
            {
                saga.Good("a");
                saga.Good("a");
            }),
            "Step \"a\" is there 2 times."
        );
        yield return new(
            "a step without a name",
            new(saga => saga.Good("")),
            "Step \"\" has an unreadable name."
        );
        yield return new(
            "a step in capitals",
            new(saga => saga.Good("Hotel")),
            "Step \"Hotel\" has an unreadable name."
        );
        yield return new(
            "a step at nobody's",
            new(saga => saga.Good("a", "")),
            "Step \"a\" names no participant."
        );
        yield return new(
            "a step at a blank's",
            new(saga => saga.Good("a", " ")),
            "Step \"a\" names no participant."
        );
        yield return new(
            "a step at a queue with a blank",
            new(saga => saga.Good("a", "pay ments")),
            "which is no name of a queue"
        );
        yield return new(
            "a step at a queue with a question",
            new(saga => saga.Good("a", "payments?durable=false")),
            "which is no name of a queue"
        );
        yield return new(
            "a step at a queue with a line break",
            new(saga => saga.Good("a", "payments\n")),
            "which is no name of a queue"
        );
        yield return new(
            "a step that does nothing",
            new(saga => Sketch.Back(saga.Bare("a").Done<Acted>())),
            "Step \"a\" does nothing."
        );
        yield return new(
            "a step that never ends",
            new(saga => Sketch.Back(saga.Bare("a").Do((draft, key) => new Act(draft.Id, key)))),
            "Step \"a\" never ends."
        );
        yield return new(
            "an undo without a reply",
            new(saga => saga.Forward("a").Undo((draft, key) => new Revert(draft.Id, key))),
            "an undo without a reply"
        );
        yield return new(
            "a reply to no undo",
            new(saga => saga.Forward("a").Undone<Reverted>()),
            "a reply to an undo that is never sent"
        );
        yield return new(
            "an undo's time without an undo",
            new(saga => saga.Forward("a").UndoWithin(TimeSpan.FromMinutes(1), 1)),
            "a deadline for an undo that is never sent"
        );
        yield return new(
            "a reply that says nothing",
            new(saga => Sketch.Back(saga.Bare("a").Do((draft, key) => new Act(draft.Id, key)).Done<Mute>())),
            "answered by Mute, which does not say whom it answers"
        );
        yield return new(
            "one type for two replies",
            new(saga => saga.Good("a").Refused<Acted>(_ => "x")),
            "uses one type for two of its replies"
        );
        yield return new(
            "a start that is an answer",
            new(saga => saga.Good("a").Refused<Begin>(_ => "x")),
            "Begin starts the saga and answers step \"a\""
        );
    }

    private static IEnumerable<DefinitionCase> Pivots()
    {
        yield return new(
            "two pivots",
            new(saga =>
            {
                saga.Turn("a");
                saga.Turn("b");
            }),
            "The saga has 2 pivots."
        );
        yield return new(
            "a pivot with an undo",
            new(saga => Sketch.Back(saga.Turn("a"))),
            "Pivot \"a\" has an undo."
        );
        yield return new(
            "a pivot in parallel",
            new(saga =>
                saga.Together(() =>
                {
                    saga.Turn("a");
                    saga.Good("b");
                })
            ),
            "runs in parallel with other steps"
        );
        yield return new(
            "a step before the pivot that cannot be undone",
            new(saga =>
            {
                saga.Forward("a");
                saga.Turn("b");
            }),
            "comes before the pivot and cannot be undone"
        );
        yield return new(
            "a step without an undo and no pivot",
            new(saga => saga.Forward("a")),
            "cannot be undone"
        );
        yield return new(
            "a step after the pivot that can be undone",
            new(saga =>
            {
                saga.Turn("a");
                saga.Good("b");
            }),
            "comes after the pivot and has an undo"
        );
        yield return new(
            "a step after the pivot that may be refused",
            new(saga =>
            {
                saga.Turn("a");
                saga.Forward("b").Refused<Declined>(reply => reply.Reason);
            }),
            "may be refused"
        );
    }

    private static IEnumerable<DefinitionCase> Times()
    {
        (string Name, TimeSpan Time)[] wrong =
        [
            ("zero", TimeSpan.Zero),
            ("below zero", TimeSpan.FromSeconds(-1)),
            ("two years", TimeSpan.FromDays(730)),
            ("all time", TimeSpan.MaxValue),
        ];
        foreach (var (name, time) in wrong)
        {
            yield return new(
                $"a step within {name}",
                new(saga => saga.Good("a").Within(time)),
                $"has a deadline of {time}"
            );
            yield return new(
                $"an undo within {name}",
                new(saga => saga.Good("a").UndoWithin(time, 1)),
                $"has a deadline of {time}"
            );
            yield return new(
                $"a reminder every {name}",
                new(saga => saga.Good("a").Remind(time, draft => new Over(draft.Id))),
                $"reminds every {time}"
            );
            yield return new(
                $"a saga that ends within {name}",
                new(saga =>
                {
                    saga.Good("a");
                    saga.Ends(time);
                }),
                $"to end within {time}"
            );
            yield return new(
                $"a retry for at most {name}",
                new(saga => saga.Good("a").Retry(policy => policy.AtMost(time))),
                $"retries for at most {time}"
            );
            yield return new(
                $"a redelivery after {name}",
                new(saga => saga.Good("a").Retry(policy => policy.Later(time))),
                $"is redelivered after {time}"
            );
        }

        yield return new(
            "no attempt",
            new(saga => saga.Good("a").Within(TimeSpan.FromMinutes(1), 0)),
            "has 0 attempts"
        );
        yield return new(
            "a million attempts",
            new(saga => saga.Good("a").Within(TimeSpan.FromMinutes(1), 1_000_000)),
            "has 1000000 attempts"
        );
        yield return new(
            "pauses that add up to more than there is",
            new(saga =>
                saga.Good("a").Retry(policy => policy.Immediately(TimeSpan.MaxValue, TimeSpan.MaxValue))
            ),
            "in memory. Give at most"
        );
        yield return new(
            "a pause below zero",
            new(saga => saga.Good("a").Retry(policy => policy.Immediately(TimeSpan.FromSeconds(-1)))),
            "a negative pause in memory"
        );
        yield return new(
            "eleven pauses in memory",
            new(saga =>
                saga.Good("a").Retry(policy => policy.Immediately([.. Enumerable.Repeat(TimeSpan.Zero, 11)]))
            ),
            "retries 11 times in memory"
        );
        yield return new(
            "pauses that fall",
            new(saga =>
                saga.Good("a").Retry(policy => policy.Later(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(1)))
            ),
            "in ascending order"
        );
    }
}
