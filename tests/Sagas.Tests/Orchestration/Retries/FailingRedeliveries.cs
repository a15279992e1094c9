using System.Reflection;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Tests.Orchestration.Retries;

/// <summary>Transactions of which those that store a redelivery fail some times: behind their commit, so that it is stored.</summary>
internal sealed class FailingRedeliveries(ITransactionFactory inner, int times) : ITransactionFactory
{
    private int _left = times;

    public int Left => _left;

    public ITransaction Begin()
    {
        var proxy = DispatchProxy.Create<ITransaction, Proxy>();
        var failing = (Proxy)(object)proxy;
        (failing.Inner, failing.Factory) = (inner.Begin(), this);
        return proxy;
    }

#pragma warning disable CA1852 // DispatchProxy derives from it when the tests run.
    internal class Proxy : DispatchProxy
#pragma warning restore CA1852
    {
        private bool _stores;

        public ITransaction Inner { get; set; } = null!;

        public FailingRedeliveries Factory { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            _stores |= args is [TimerRecord { Purpose: TimerPurpose.Redelivery }];
            var result = targetMethod!.Invoke(Inner, args);
            return targetMethod.Name == nameof(ITransaction.Commit) && _stores ? Fail((Task)result!) : result;
        }

        private async Task Fail(Task commit)
        {
            await commit;
            if (Interlocked.Decrement(ref Factory._left) >= 0)
            {
                throw new NotSupportedException("Something failed that nobody has foreseen.");
            }
        }
    }
}
