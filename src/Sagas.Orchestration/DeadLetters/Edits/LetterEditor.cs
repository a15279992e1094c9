using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Replays;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.DeadLetters.Edits;

internal sealed class LetterEditor(
    IDeadLetterStore letters,
    QueueContracts contracts,
    Deed deed,
    IOptions<DeadLetterOptions> options
) : ILetterEditor
{
    private const int CodeLength = 8;

    /// <param name="Edited">As the index would have it; null: the letter cannot be edited so.</param>
    private sealed record Draft(
        DeadLetterRecord Letter,
        DeadLetterBodyRecord Body,
        Edited? Edited,
        IReadOnlyList<string> Changes,
        string? Problem
    );

    private sealed record Edited(byte[]? Body, string? Headers);

    public async Task<EditReview> Review(
        DeadLetterFilter filter,
        LetterEdit edit,
        CancellationToken cancellationToken
    ) => ReviewOf(await Drafts(filter, edit, cancellationToken), edit);

    public async Task<OperatorOutcome> Apply(
        DeadLetterFilter filter,
        LetterEdit edit,
        string? code,
        Guid requestId,
        string by,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var drafts = await Drafts(filter, edit, cancellationToken);
        var review = ReviewOf(drafts, edit);
        if (Obstacle(review, code) is { } obstacle)
        {
            return OperatorOutcome.Refused(obstacle);
        }

        var target =
            drafts.Count == 1
                ? $"letter {drafts[0].Letter.Id}"
                : $"{drafts.Count} letters, review {review.Code}";
        return await deed.Do(
            new(requestId, "Edit", target, by, reason),
            (_, transaction) => Write(transaction, drafts, cancellationToken),
            scope => scope.GetRequiredService<ITransaction>().Commit(null, cancellationToken),
            cancellationToken
        );
    }

    private static async Task<OperatorOutcome> Write(
        ITransaction transaction,
        IReadOnlyList<Draft> drafts,
        CancellationToken cancellationToken
    )
    {
        foreach (var draft in drafts)
        {
            if (
                await transaction.Find<DeadLetterBodyRecord>(draft.Letter.Id, cancellationToken)
                is not { } body
            )
            {
                return OperatorOutcome.Refused($"The letter {draft.Letter.Id} is not there any more.");
            }

            body.EditedBody = draft.Edited!.Body;
            body.EditedHeaders = draft.Edited.Headers;
        }

        return new(
            true,
            $"{drafts.Count} letters are edited. The originals are kept; a replay sends the edited ones."
        );
    }

    private static string? Obstacle(EditReview review, string? code) =>
        review.Letters.Count == 0 ? "No dead letter is so."
        : review.Faulty > 0
            ? $"{review.Faulty} of {review.Letters.Count} letters cannot be edited so, the first as: {review.Letters.First(one => one.Problem is not null).Problem}"
        : code is null && review.Letters.Count > 1
            ? $"It is about {review.Letters.Count} letters. Review it, and give the review's code."
        : code is not null && code != review.Code
            ? $"The review {code} was of another edit, or of other letters; this one is {review.Code}. Review it again."
        : null;

    private async Task<IReadOnlyList<Draft>> Drafts(
        DeadLetterFilter filter,
        LetterEdit edit,
        CancellationToken cancellationToken
    )
    {
        var patch = new MessagePatch(edit);
        if (patch.IsEmpty && edit is { Headers: null or { Count: 0 }, IsUndone: false })
        {
            throw new EditException("Nothing is to be changed. Give a patch, a message or headers.");
        }

        if (edit.Headers?.Keys.FirstOrDefault(ReplayMessage.IsLocked) is { } locked)
        {
            throw new EditException(
                $"The header {locked} says who the message is or how it died, and is not edited."
            );
        }

        var found = await letters.List(
            filter with
            {
                Limit = ILetterEditor.MostLetters + 1,
            },
            cancellationToken
        );
        if (found.Count > ILetterEditor.MostLetters)
        {
            throw new EditException(
                $"More than {ILetterEditor.MostLetters} letters are so. Choose fewer, by a group or a time."
            );
        }

        var bodies = (
            await letters.Bodies([.. found.Select(letter => letter.Id)], cancellationToken)
        ).ToDictionary(body => body.Id);
        return
        [
            .. found
                .Where(letter => bodies.ContainsKey(letter.Id))
                .OrderBy(letter => letter.Id)
                .Select(letter => DraftOf(letter, bodies[letter.Id], edit, patch)),
        ];
    }

    private Draft DraftOf(
        DeadLetterRecord letter,
        DeadLetterBodyRecord body,
        LetterEdit edit,
        MessagePatch patch
    )
    {
        if (edit.IsUndone)
        {
            // What rests in the queue may be the edited one, if it was replayed; then the original has to be sent in its place.
            return new(
                letter,
                body,
                new(letter.Replay is null ? null : body.Body, null),
                ["as it was"],
                null
            );
        }

        var before = body.EditedBody ?? body.Body;
        var (after, problem) = patch.IsEmpty ? (before, null) : patch.ApplyTo(before);
        problem ??= Fault(letter, after!);
        if (problem is not null)
        {
            return new(letter, body, null, [], problem);
        }

        var changes = patch.IsEmpty ? [] : JsonChanges.Between(before, after!, options.Value.Redacted);
        return new(
            letter,
            body,
            new(patch.IsEmpty ? body.EditedBody : after, HeadersOf(body, edit)),
            [.. changes, .. HeaderChanges(edit)],
            null
        );
    }

    /// <summary>What nobody can read is not checked; everything else has to be what its type says.</summary>
    private string? Fault(DeadLetterRecord letter, byte[] body)
    {
        var envelope = DeadEnvelope.Read(body);
        if (contracts.Find(letter.Queue, envelope.Types) is not { IsInterface: false } type)
        {
            return null;
        }

        try
        {
            _ = StrictJson.Read(body, type);
            return null;
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            return $"It would be no {type.Name}: {fault.Message}";
        }
    }

    private static string? HeadersOf(DeadLetterBodyRecord body, LetterEdit edit)
    {
        if (edit.Headers is null)
        {
            return body.EditedHeaders;
        }

        var headers = ReplayMessage.EditsOf(body);
        foreach (var (name, value) in edit.Headers)
        {
            headers[name] = value;
        }

        return JsonSerializer.Serialize(headers);
    }

    private IEnumerable<string> HeaderChanges(LetterEdit edit) =>
        (edit.Headers ?? new Dictionary<string, string?>()).Select(header =>
            header.Value is null ? $"header {header.Key}: removed"
            : options.Value.Redacted.Contains(header.Key) ? $"header {header.Key}: {Redaction.Redacted}"
            : $"header {header.Key}: {header.Value}"
        );

    private static EditReview ReviewOf(IReadOnlyList<Draft> drafts, LetterEdit edit)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(edit)));
        foreach (var draft in drafts)
        {
            hash.AppendData(draft.Letter.Id.ToByteArray());
            hash.AppendData(draft.Body.EditedBody ?? draft.Body.Body);
        }

        return new(
            Convert.ToHexStringLower(hash.GetHashAndReset())[..CodeLength],
            [
                .. drafts.Select(draft => new EditedLetter(
                    draft.Letter.Id,
                    draft.Letter.MessageType,
                    draft.Changes,
                    draft.Problem
                )),
            ]
        );
    }
}
