using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.Timers;
using Sagas.Storage.Model;

namespace Sagas.Storage.DeadLetters;

/// <summary>The dead letters of a saga that others wait for, and the messages that wait. Letters are only read, and not locked.</summary>
internal sealed class Backlogs(SagasContext context, string type, Guid id)
{
    /// <summary>Letters that others wait for, of all sagas.</summary>
    public static IQueryable<DeadLetterRecord> Open(SagasContext context) =>
        context.DeadLetters.Where(letter =>
            letter.Blocks
            && (letter.Status == DeadLetterStatus.Dead || letter.Status == DeadLetterStatus.Replaying)
        );

    /// <summary>Messages that wait, of all sagas.</summary>
    public static IQueryable<TimerRecord> Waiting(SagasContext context) =>
        context.Timers.Where(timer => timer.WaitingSince != null);

    public async Task<Backlog> Read(Guid message, Guid token, CancellationToken cancellationToken)
    {
        var letters = Open(context).Where(letter => letter.SagaType == type && letter.SagaId == id);
        var waiting = Waiting(context)
            .Where(timer => timer.SagaType == type && timer.SagaId == id && timer.Token != token);
        return new(
            await letters
                .Where(letter => letter.MessageId != message)
                .OrderBy(letter => letter.Exception == TooManyWaitingException.Name)
                .ThenBy(letter => letter.At)
                .AsNoTracking()
                .FirstOrDefaultAsync(cancellationToken),
            await letters.Where(letter => letter.MessageId == message).ToListAsync(cancellationToken),
            await waiting.CountAsync(cancellationToken),
            await waiting.OrderBy(timer => timer.WaitingSince).FirstOrDefaultAsync(cancellationToken),
            await waiting.MaxAsync(timer => timer.WaitingSince, cancellationToken)
        );
    }
}
