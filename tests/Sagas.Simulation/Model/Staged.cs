using Sagas.Core.Decisions;

namespace Sagas.Simulation.Model;

/// <summary>What a handler wrote into its transaction, before the commit.</summary>
internal abstract class Staged
{
    private Staged() { }

    internal sealed class OfSaga<TData>(int order, long version, Decision<TData>.Accepted decision) : Staged
        where TData : class
    {
        public int Order => order;

        /// <summary>As it was loaded.</summary>
        public long Version => version;

        public Decision<TData>.Accepted Decision => decision;
    }

    internal sealed class OfParticipant(LedgerRow row, long version, Effected next, long worth) : Staged
    {
        public LedgerRow Row => row;

        /// <summary>As it was loaded.</summary>
        public long Version => version;

        public Effected Next => next;

        public long Worth => worth;

        public List<Message> Answers { get; } = [];
    }
}
