using Sagas.Core.Decisions;
using Sagas.Orchestration.Operators;

namespace Sagas.Tests.Conformance;

/// <summary>A move as it is made on one saga: what the core gets, and what the machine gets.</summary>
/// <param name="Id">Of the message, or of the request.</param>
/// <param name="Input">Null: it says nothing to the core, for the message was consumed before.</param>
internal abstract record Delivery(Guid Id, Input? Input)
{
    public sealed record Message(Guid Id, Input? Input, object Body) : Delivery(Id, Input);

    /// <summary>A timer's row, sent as it stands.</summary>
    public sealed record Row(Guid Token, Input? Input) : Delivery(Token, Input);

    public sealed record Deed(OperatorRequest Request, Input? Input) : Delivery(Request.RequestId, Input);
}
