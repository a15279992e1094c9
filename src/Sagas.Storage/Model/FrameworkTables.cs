using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;
using Sagas.Orchestration.Claims;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Holds;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Lateness;
using Sagas.Orchestration.Leases;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Replays;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Model;

/// <summary>The framework's own tables. No foreign keys: they would cost a look-up a row on the hot path.</summary>
internal static class FrameworkTables
{
    private const int NameLength = 64;
    private const int KeyLength = 128;
    private const int LongNameLength = 256;
    private const int AddressLength = 512;
    private const int FingerprintLength = 16;
    private const int CurrencyLength = 3;
    private const int ReasonLength = 1024;

    private static readonly string[] DeadLetterChoices =
    [
        nameof(DeadLetterRecord.GroupId),
        nameof(DeadLetterRecord.Queue),
        nameof(DeadLetterRecord.Place),
        nameof(DeadLetterRecord.SagaType),
        nameof(DeadLetterRecord.Step),
        nameof(DeadLetterRecord.Exception),
    ];

    public static void Saga(EntityTypeBuilder<SagaRecord> saga)
    {
        saga.ToTable("saga");
        // The id first: it is asked for without a type too, and an index more is a page more to read and to log for each saga.
        saga.HasKey(row => new { row.Id, row.Type });
        saga.Property(row => row.Type).HasMaxLength(NameLength);
        saga.Property(row => row.State).HasMaxLength(LongNameLength);
        saga.Property(row => row.Version).IsConcurrencyToken();
        saga.Property(row => row.BusinessKey).HasMaxLength(KeyLength);
        saga.Property(row => row.Reason).HasMaxLength(ReasonLength);
        // A row is written again for each message of its saga. PostgreSQL leaves all indexes alone when its page has room, and no index
        // holds a changed column: these stay the same while a saga runs.
        saga.HasStorageParameter("fillfactor", 70);
        saga.HasIndex(row => row.BusinessKey);
        saga.HasIndex(row => row.StartedAt);
        saga.HasIndex(row => row.Type, "running").HasFilter("ended_at IS NULL");
        saga.HasIndex(row => row.EndedAt).HasFilter("ended_at IS NOT NULL");
        saga.HasIndex(row => row.OwedSince).HasFilter("owed_since IS NOT NULL");
        saga.HasIndex(row => row.BlockedSince).HasFilter("blocked_since IS NOT NULL");
    }

    public static void History(EntityTypeBuilder<HistoryRecord> history)
    {
        history.ToTable("saga_history");
        history.HasKey(row => new
        {
            row.SagaType,
            row.SagaId,
            row.Sequence,
        });
        // A saga takes each message once, even when the inbox has long forgotten it. The cause stands first, for causes ascend
        // with the time: what is written at one time then needs few pages.
        history
            .HasIndex(row => new
            {
                row.Cause,
                row.SagaType,
                row.SagaId,
            })
            .IsUnique();
        history.Property(row => row.SagaType).HasMaxLength(NameLength);
        history.Property(row => row.Kind).HasMaxLength(NameLength);
        history.Property(row => row.Step).HasMaxLength(NameLength);
        history.Property(row => row.State).HasMaxLength(LongNameLength);
        history.Property(row => row.MessageType).HasMaxLength(LongNameLength);
        history.Property(row => row.Detail).HasMaxLength(ReasonLength);
    }

    public static void Inbox(EntityTypeBuilder<InboxRecord> inbox)
    {
        inbox.ToTable("inbox");
        inbox.HasKey(row => new { row.MessageId, row.Consumer });
        inbox.HasIndex(row => row.ConsumedAt);
        inbox.Property(row => row.Consumer).HasMaxLength(KeyLength);
    }

    public static void Claim(EntityTypeBuilder<ClaimRecord> claim)
    {
        claim.ToTable("claim");
        claim.HasKey(row => new { row.SagaType, row.SagaId });
        claim.HasIndex(row => row.ClaimedAt);
        claim.Property(row => row.SagaType).HasMaxLength(NameLength);
        claim.Property(row => row.Fingerprint).HasMaxLength(NameLength);
    }

    public static void Outbox(EntityTypeBuilder<OutboxRecord> outbox)
    {
        outbox.ToTable("outbox");
        outbox.HasKey(row => row.Id);
        // As the sweeper claims. The other databases put what has no value first unasked.
        outbox
            .HasIndex(row => new { row.LeasedUntil, row.CreatedAt })
            .HasNullSortOrder(NullSortOrder.NullsFirst, NullSortOrder.NullsLast);
        outbox.Property(row => row.Destination).HasMaxLength(AddressLength);
        outbox.Property(row => row.ContentType).HasMaxLength(KeyLength);
        outbox.Property(row => row.SagaType).HasMaxLength(NameLength);
        outbox.Property(row => row.Participant).HasMaxLength(NameLength);
    }

    public static void Timer(EntityTypeBuilder<TimerRecord> timer)
    {
        timer.ToTable("timer");
        timer.HasKey(row => row.Token);
        timer.HasIndex(row => row.DueAt);
        timer
            .HasIndex(row => new
            {
                row.SagaType,
                row.SagaId,
                row.WaitingSince,
            })
            .HasFilter("waiting_since IS NOT NULL");
        timer.Property(row => row.SagaType).HasMaxLength(NameLength);
        timer.Property(row => row.Participant).HasMaxLength(NameLength);
        timer.Property(row => row.Name).HasMaxLength(KeyLength);
        timer.Property(row => row.Destination).HasMaxLength(AddressLength);
        timer.Property(row => row.ContentType).HasMaxLength(KeyLength);
    }

    public static void Hold(EntityTypeBuilder<HoldRecord> hold)
    {
        hold.ToTable("hold");
        hold.HasKey(row => row.Id);
        hold.HasIndex(row => new { row.Scope, row.Name }).IsUnique();
        hold.Property(row => row.Name).HasMaxLength(NameLength);
        hold.Property(row => row.By).HasMaxLength(KeyLength);
        hold.Property(row => row.Reason).HasMaxLength(ReasonLength);
    }

    public static void OperatorAction(EntityTypeBuilder<OperatorActionRecord> action)
    {
        action.ToTable("operator_action");
        action.HasKey(row => row.RequestId);
        action.HasIndex(row => row.At);
        action.HasIndex(row => row.SagaId);
        action.Property(row => row.Action).HasMaxLength(NameLength);
        action.Property(row => row.Target).HasMaxLength(LongNameLength);
        action.Property(row => row.SagaType).HasMaxLength(NameLength);
        action.Property(row => row.By).HasMaxLength(KeyLength);
        action.Property(row => row.SecondBy).HasMaxLength(KeyLength);
        action.Property(row => row.Reason).HasMaxLength(ReasonLength);
        action.Property(row => row.Outcome).HasMaxLength(ReasonLength);
    }

    public static void StepTime(EntityTypeBuilder<StepTimeRecord> time)
    {
        time.ToTable("step_time");
        time.HasKey(row => new
        {
            row.SagaType,
            row.Version,
            row.State,
            row.Bucket,
        });
        time.Property(row => row.SagaType).HasMaxLength(NameLength);
        time.Property(row => row.State).HasMaxLength(LongNameLength);
    }

    public static void DeadLetter(EntityTypeBuilder<DeadLetterRecord> letter)
    {
        letter.ToTable("dead_letter");
        letter.HasKey(row => row.Id);
        letter.HasIndex(row => row.MessageId);
        letter.HasIndex(row => row.SagaId);
        // For what letters are chosen by: each ends with the time, so that a screen of the newest is read from its end.
        letter.HasIndex(row => new { row.Status, row.LastAt });
        foreach (var choice in DeadLetterChoices)
        {
            letter.HasIndex(choice, nameof(DeadLetterRecord.Status), nameof(DeadLetterRecord.LastAt));
        }

        letter.HasIndex(row => row.LastAt).HasFilter("status <> 'Dead'");
        letter.Property(row => row.Queue).HasMaxLength(LongNameLength);
        letter.Property(row => row.GroupId).HasMaxLength(FingerprintLength);
        letter.Property(row => row.MessageType).HasMaxLength(LongNameLength);
        letter.Property(row => row.SagaType).HasMaxLength(NameLength);
        letter.Property(row => row.Step).HasMaxLength(NameLength);
        letter.Property(row => row.State).HasMaxLength(LongNameLength);
        letter.Property(row => row.Exception).HasMaxLength(LongNameLength);
        letter.Property(row => row.Reason).HasMaxLength(ReasonLength);
        letter.Property(row => row.Currency).HasMaxLength(CurrencyLength);
        letter.Property(row => row.Replay).HasMaxLength(NameLength);
    }

    public static void DeadLetterBody(EntityTypeBuilder<DeadLetterBodyRecord> body)
    {
        body.ToTable("dead_letter_body");
        body.HasKey(row => row.Id);
        body.Property(row => row.ContentType).HasMaxLength(KeyLength);
    }

    public static void DeadLetterGroup(EntityTypeBuilder<DeadLetterGroupRecord> group)
    {
        group.ToTable("dead_letter_group");
        group.HasKey(row => row.Id);
        group.HasIndex(row => row.LastAt).HasFilter("letters > 0");
        group.Property(row => row.Id).HasMaxLength(FingerprintLength);
        group.Property(row => row.Queue).HasMaxLength(LongNameLength);
        group.Property(row => row.MessageType).HasMaxLength(LongNameLength);
        group.Property(row => row.SagaType).HasMaxLength(NameLength);
        group.Property(row => row.Step).HasMaxLength(NameLength);
        group.Property(row => row.Exception).HasMaxLength(LongNameLength);
        group.Property(row => row.Reason).HasMaxLength(ReasonLength);
        group.Property(row => row.Note).HasMaxLength(ReasonLength);
        group.Property(row => row.Owner).HasMaxLength(KeyLength);
        group.Property(row => row.Ticket).HasMaxLength(LongNameLength);
    }

    public static void DeadLetterStake(EntityTypeBuilder<DeadLetterStakeRecord> stake)
    {
        stake.ToTable("dead_letter_stake");
        stake.HasKey(row => new { row.GroupId, row.Currency });
        stake.Property(row => row.GroupId).HasMaxLength(FingerprintLength);
        stake.Property(row => row.Currency).HasMaxLength(CurrencyLength);
    }

    public static void Lease(EntityTypeBuilder<LeaseRecord> lease)
    {
        lease.ToTable("lease");
        lease.HasKey(row => row.Name);
        lease.Property(row => row.Name).HasMaxLength(LongNameLength);
    }

    public static void ReplayPlan(EntityTypeBuilder<ReplayPlanRecord> plan)
    {
        plan.ToTable("replay_plan");
        plan.HasKey(row => row.Id);
        plan.HasIndex(row => new { row.Status, row.CreatedAt });
        plan.Ignore(row => row.WaveCount);
        plan.Property(row => row.Status).IsConcurrencyToken();
        plan.Property(row => row.Target).HasMaxLength(LongNameLength);
        plan.Property(row => row.Selection).HasMaxLength(ReasonLength);
        plan.Property(row => row.Waves).HasMaxLength(NameLength);
        plan.Property(row => row.Verdicts).HasMaxLength(KeyLength);
        plan.Property(row => row.Problem).HasMaxLength(ReasonLength);
        plan.Property(row => row.By).HasMaxLength(KeyLength);
    }

    public static void ReplayItem(EntityTypeBuilder<ReplayItemRecord> item)
    {
        item.ToTable("replay_item");
        item.HasKey(row => new { row.PlanId, row.Number });
        item.HasIndex(row => new { row.PlanId, row.Status });
        item.HasIndex(row => new { row.PlanId, row.SagaId });
        item.Ignore(row => row.Name);
        item.Property(row => row.Queue).HasMaxLength(LongNameLength);
        item.Property(row => row.Target).HasMaxLength(LongNameLength);
        item.Property(row => row.GroupId).HasMaxLength(FingerprintLength);
        item.Property(row => row.Foreseen).HasMaxLength(ReasonLength);
        item.Property(row => row.Outcome).HasMaxLength(ReasonLength);
    }
}
