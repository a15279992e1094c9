using Sagas.Orchestration.Operators;

namespace Sagas.Operations.Verbs;

/// <summary><c>sagas cancel ID</c>: undoes what was done; refused once the pivot was asked for.</summary>
public sealed class CancelSaga()
    : SagaRequest(
        "cancel",
        "Cancel a saga: what was done is undone. From the pivot on it is refused.",
        OperatorAction.Cancel
    );
