namespace Sagas.Checker.Orchestrator;

/// <summary>
/// What a saga is to do, written down a second time and by hand: were it taken from the definitions, a fault in them would be right
/// by definition.
/// </summary>
internal sealed record Script(string Saga, IReadOnlyList<ScriptStep> Steps)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly Script Order = new(
        "order",
        [
            new("stock", "inventory/ReserveStock", "inventory/ReleaseStock", 3, Patience),
            new("payment", "payments/ProcessPayment", "payments/ProcessRefund", 3, Patience),
            new("shipment", "shipping/ArrangeShipment", null, 3, Patience),
            new("issue", "inventory/IssueStock", null, 3, Patience),
        ]
    );

    private static readonly Script Return = new(
        "return",
        [
            new("goods", "inventory/ExpectGoods", "inventory/ForgetGoods", 1, TimeSpan.FromDays(14)),
            new("refund", "payments/ProcessRefund", null, 3, Patience),
            new("restock", "inventory/RestockGoods", null, 3, Patience),
        ]
    );

    /// <returns>Null: such sagas are not known here.</returns>
    public static Script? Of(string saga) =>
        saga switch
        {
            "order" => Order,
            "return" => Return,
            _ => null,
        };

    public ScriptStep? Find(string? step) => Steps.FirstOrDefault(one => one.Name == step);
}

/// <param name="Do">Who consumes its command: queue and message.</param>
/// <param name="Undo">Who consumes its undo; null: from here it only goes forward.</param>
/// <param name="Attempts">How often its command is sent.</param>
/// <param name="Deadline">How long each is waited for.</param>
internal sealed record ScriptStep(string Name, string Do, string? Undo, int Attempts, TimeSpan Deadline)
{
    public const int UndoAttempts = 6;

    /// <summary>An undo that is asked for is waited for so long, whatever its step is.</summary>
    public static readonly TimeSpan UndoDeadline = TimeSpan.FromMinutes(5);
}
