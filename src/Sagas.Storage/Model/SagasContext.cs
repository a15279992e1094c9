using Microsoft.EntityFrameworkCore;
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

/// <summary>
/// The tables of sagas and the rows of the participants' ledgers. Each provider derives a context of its own,
/// because EF Core keeps one line of migrations for a context type.
/// </summary>
internal abstract class SagasContext : DbContext
{
    private const int LongestEnumName = 32;

    protected SagasContext(DbContextOptions options)
        : base(options)
    {
        Ledger = options.FindExtension<LedgerRows>() ?? LedgerRows.None;
    }

    public LedgerRows Ledger { get; }

    public DbSet<SagaRecord> Sagas => Set<SagaRecord>();

    public DbSet<HistoryRecord> History => Set<HistoryRecord>();

    public DbSet<InboxRecord> Inbox => Set<InboxRecord>();

    public DbSet<ClaimRecord> Claims => Set<ClaimRecord>();

    public DbSet<OutboxRecord> Outbox => Set<OutboxRecord>();

    public DbSet<TimerRecord> Timers => Set<TimerRecord>();

    public DbSet<HoldRecord> Holds => Set<HoldRecord>();

    public DbSet<OperatorActionRecord> OperatorActions => Set<OperatorActionRecord>();

    public DbSet<StepTimeRecord> StepTimes => Set<StepTimeRecord>();

    public DbSet<DeadLetterRecord> DeadLetters => Set<DeadLetterRecord>();

    public DbSet<DeadLetterBodyRecord> DeadLetterBodies => Set<DeadLetterBodyRecord>();

    public DbSet<DeadLetterGroupRecord> DeadLetterGroups => Set<DeadLetterGroupRecord>();

    public DbSet<DeadLetterStakeRecord> DeadLetterStakes => Set<DeadLetterStakeRecord>();

    public DbSet<LeaseRecord> Leases => Set<LeaseRecord>();

    public DbSet<ReplayPlanRecord> ReplayPlans => Set<ReplayPlanRecord>();

    public DbSet<ReplayItemRecord> ReplayItems => Set<ReplayItemRecord>();

    /// <summary>An enumeration is stored by name: rows are read by people, and its order may change.</summary>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(LongestEnumName);

    protected sealed override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<SagaRecord>(FrameworkTables.Saga);
        modelBuilder.Entity<HistoryRecord>(FrameworkTables.History);
        modelBuilder.Entity<InboxRecord>(FrameworkTables.Inbox);
        modelBuilder.Entity<ClaimRecord>(FrameworkTables.Claim);
        modelBuilder.Entity<OutboxRecord>(FrameworkTables.Outbox);
        modelBuilder.Entity<TimerRecord>(FrameworkTables.Timer);
        modelBuilder.Entity<HoldRecord>(FrameworkTables.Hold);
        modelBuilder.Entity<OperatorActionRecord>(FrameworkTables.OperatorAction);
        modelBuilder.Entity<StepTimeRecord>(FrameworkTables.StepTime);
        modelBuilder.Entity<DeadLetterRecord>(FrameworkTables.DeadLetter);
        modelBuilder.Entity<DeadLetterBodyRecord>(FrameworkTables.DeadLetterBody);
        modelBuilder.Entity<DeadLetterGroupRecord>(FrameworkTables.DeadLetterGroup);
        modelBuilder.Entity<DeadLetterStakeRecord>(FrameworkTables.DeadLetterStake);
        modelBuilder.Entity<LeaseRecord>(FrameworkTables.Lease);
        modelBuilder.Entity<ReplayPlanRecord>(FrameworkTables.ReplayPlan);
        modelBuilder.Entity<ReplayItemRecord>(FrameworkTables.ReplayItem);
        foreach (var row in Ledger.Types)
        {
            modelBuilder.Entity(row);
        }

        SnakeCase.Apply(modelBuilder.Model);
        ClientKeys.Apply(modelBuilder.Model);
    }
}
