using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.DeadLetters;
using Sagas.Storage.Model;

namespace Sagas.Storage.DeadLetters;

/// <summary>What a filter means for letters, and for their groups.</summary>
internal static class DeadLetterQueries
{
    public static IQueryable<DeadLetterRecord> Letters(SagasContext context, DeadLetterFilter filter)
    {
        var letters = context.DeadLetters.Where(letter => letter.Status == filter.Status);
        if (filter.GroupId is { } group)
        {
            letters = letters.Where(letter => letter.GroupId == group);
        }

        if (filter.Queue is { } queue)
        {
            letters = letters.Where(letter => letter.Queue == queue);
        }

        if (filter.Place is { } place)
        {
            letters = letters.Where(letter => letter.Place == place);
        }

        if (filter.SagaType is { } sagaType)
        {
            letters = letters.Where(letter => letter.SagaType == sagaType);
        }

        if (filter.SagaId is { } saga)
        {
            letters = letters.Where(letter => letter.SagaId == saga);
        }

        if (filter.Step is { } step)
        {
            letters = letters.Where(letter => letter.Step == step);
        }

        if (filter.Exception is { } exception)
        {
            letters = letters.Where(letter => letter.Exception.Contains(exception));
        }

        if (filter.Text is { } text)
        {
            letters = letters.Where(letter => letter.Reason.Contains(text));
        }

        if (filter.Since is { } since)
        {
            letters = letters.Where(letter => letter.LastAt >= since);
        }

        return filter.Until is { } until ? letters.Where(letter => letter.LastAt < until) : letters;
    }

    /// <summary>A consumer's id is its queue, a slash, and what it consumes.</summary>
    public static IQueryable<Guid> Consumed(SagasContext context, IReadOnlyCollection<Guid> ids) =>
        context
            .DeadLetters.Where(letter =>
                ids.Contains(letter.Id)
                && context.Inbox.Any(consumed =>
                    consumed.MessageId == letter.MessageId
                    && (
                        letter.Place == DeadLetterPlace.Unrouted
                        || consumed.Consumer.StartsWith(letter.Queue + "/")
                    )
                )
            )
            .Select(letter => letter.Id);

    /// <summary>All letters of a group agree on what can be asked for, but for the saga, the text and the time.</summary>
    public static IQueryable<DeadLetterGroupRecord> Groups(SagasContext context, DeadLetterFilter filter)
    {
        var groups = context.DeadLetterGroups.Where(group => group.Letters > 0);
        if (filter.GroupId is { } id)
        {
            groups = groups.Where(group => group.Id == id);
        }

        if (filter.Queue is { } queue)
        {
            groups = groups.Where(group => group.Queue == queue);
        }

        if (filter.Place is { } place)
        {
            groups = groups.Where(group => group.Place == place);
        }

        if (filter.SagaType is { } sagaType)
        {
            groups = groups.Where(group => group.SagaType == sagaType);
        }

        if (filter.SagaId is { } saga)
        {
            groups = groups.Where(group =>
                context.DeadLetters.Any(letter =>
                    letter.SagaId == saga
                    && letter.GroupId == group.Id
                    && letter.Status == DeadLetterStatus.Dead
                )
            );
        }

        if (filter.Step is { } step)
        {
            groups = groups.Where(group => group.Step == step);
        }

        if (filter.Exception is { } exception)
        {
            groups = groups.Where(group => group.Exception.Contains(exception));
        }

        if (filter.Text is { } text)
        {
            groups = groups.Where(group => group.Reason.Contains(text) || group.Note!.Contains(text));
        }

        if (filter.Since is { } since)
        {
            groups = groups.Where(group => group.LastAt >= since);
        }

        return filter.Until is { } until ? groups.Where(group => group.FirstAt < until) : groups;
    }
}
