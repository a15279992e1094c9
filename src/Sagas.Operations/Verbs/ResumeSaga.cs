using Sagas.Orchestration.Operators;

namespace Sagas.Operations.Verbs;

/// <summary><c>sagas resume ID</c>: asks again for what is waited for, or was given up; the participant's key makes it safe.</summary>
public sealed class ResumeSaga()
    : SagaRequest(
        "resume",
        "Ask again for what a saga waits for, or what was given up. The step's key makes it safe.",
        OperatorAction.Resume
    );
