using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Tests.Fulfilment;

/// <summary>Ledgers in memory, one command at a time. It sees to it that locked rows are asked for by locked keys only.</summary>
internal sealed class MemoryUnitOfWork : IUnitOfWork
{
    private readonly Dictionary<(Type, object), object> _rows = [];

    public IEnumerable<TRow> All<TRow>() => _rows.Values.OfType<TRow>();

    public Task<TRow?> Find<TRow>(object key, CancellationToken cancellationToken = default)
        where TRow : class => Task.FromResult(_rows.GetValueOrDefault((typeof(TRow), key)) as TRow);

    public Task<IReadOnlyList<TRow>> Lock<TRow>(
        IReadOnlyCollection<string> keys,
        CancellationToken cancellationToken = default
    )
        where TRow : class =>
        Task.FromResult<IReadOnlyList<TRow>>([
            .. keys.Distinct()
                .Order(StringComparer.Ordinal)
                .Select(key => _rows.GetValueOrDefault((typeof(TRow), key)))
                .OfType<TRow>(),
        ]);

    /// <exception cref="ArgumentException">The key is taken, as the database would say.</exception>
    public void Add<TRow>(TRow row)
        where TRow : class =>
        _rows.Add(
            (
                typeof(TRow),
                typeof(TRow)
                    .GetProperties()
                    .Single(property => property.GetCustomAttribute<KeyAttribute>() is not null)
                    .GetValue(row)!
            ),
            row
        );
}
