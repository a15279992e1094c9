using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.DeadLetters;
using Sagas.Storage.Model;

namespace Sagas.Storage.DeadLetters;

/// <summary>What a filter means for letters, and for their groups.</summary>
internal static class DeadLetterQueries
{
    /// <summary>Letters whose reasons are looked into, the newest of those that all else admits.</summary>
    public const int MostSearched = 20_000;

    /// <summary>Each is looked up by itself; a part of a name that more have in common is common, and found anyhow.</summary>
    private const int MostExceptions = 16;

    /// <summary>
    /// A screen of letters, the newest first. Every choice but a part of the reason has an index that ends with the time, so
    /// that a screen is read from its end, however many there are and however old those are that are meant.
    /// </summary>
    /// <param name="exceptions">Those that the filter means; see <see cref="Exceptions"/>.</param>
    public static IQueryable<DeadLetterRecord> List(
        SagasContext context,
        DeadLetterFilter filter,
        IReadOnlyList<string> exceptions
    )
    {
        var letters = Letters(context, filter);
        if (filter.Exception is not null && exceptions.Count > MostExceptions)
        {
            letters = Newest(letters, MostSearched).Where(letter => exceptions.Contains(letter.Exception));
        }
        else if (filter.Exception is not null)
        {
            var most = filter.Text is null ? filter.Limit : MostSearched;
            letters = exceptions
                .Select(exception => Newest(letters.Where(letter => letter.Exception == exception), most))
                .Aggregate((all, one) => all.Concat(one));
        }

        if (filter.Text is { } text)
        {
            letters = Newest(letters, MostSearched).Where(letter => letter.Reason.Contains(text));
        }

        return Newest(letters, filter.Limit);
    }

    /// <summary>The full names of exceptions with such a part. Few, and all are in the small table of groups.</summary>
    public static IQueryable<string> Exceptions(SagasContext context, string part) =>
        context
            .DeadLetterGroups.Where(group => group.Exception.Contains(part))
            .Select(group => group.Exception)
            .Distinct();

    private static IQueryable<DeadLetterRecord> Newest(IQueryable<DeadLetterRecord> letters, int limit) =>
        letters.OrderByDescending(letter => letter.LastAt).ThenBy(letter => letter.Id).Take(limit);

    private static IQueryable<DeadLetterRecord> Letters(SagasContext context, DeadLetterFilter filter)
    {
        var letters = context.DeadLetters.Where(letter => letter.Status == filter.Status);
        if (filter.LetterId is { } id)
        {
            letters = letters.Where(letter => letter.Id == id || letter.MessageId == id);
        }

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

        if (filter.SagaId is not null || filter.LetterId is not null)
        {
            var letters = Letters(context, new(SagaId: filter.SagaId) { LetterId = filter.LetterId });
            groups = groups.Where(group => letters.Any(letter => letter.GroupId == group.Id));
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
