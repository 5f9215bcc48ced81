using OtelBridge.Client;
using OtelBridge.Entities;

namespace OtelBridge;

/// <content>Judgements of traces and spans. A trace of this program may be judged at once, also while it is under way.</content>
public static partial class Mlflow
{
    /// <inheritdoc cref="MlflowClient.LogFeedbackAsync"/>
    public static Task<Feedback> LogFeedbackAsync(
        string traceId,
        object? value = null,
        string name = "feedback",
        AssessmentSource? source = null,
        AssessmentError? error = null,
        string? rationale = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        string? spanId = null,
        CancellationToken cancellationToken = default) => OwnTrace.AddAsync(
            traceId,
            (client, token) => client.LogFeedbackAsync(traceId, value, name, source, error, rationale, metadata, spanId, token),
            cancellationToken);

    /// <inheritdoc cref="MlflowClient.LogExpectationAsync"/>
    public static Task<Expectation> LogExpectationAsync(
        string traceId,
        string name,
        object value,
        AssessmentSource? source = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        string? spanId = null,
        CancellationToken cancellationToken = default) => OwnTrace.AddAsync(
            traceId,
            (client, token) => client.LogExpectationAsync(traceId, name, value, source, metadata, spanId, token),
            cancellationToken);

    /// <inheritdoc cref="MlflowClient.LogAssessmentAsync"/>
    public static Task<Assessment> LogAssessmentAsync(string traceId, Assessment assessment, CancellationToken cancellationToken = default) =>
        OwnTrace.AddAsync(traceId, (client, token) => client.LogAssessmentAsync(traceId, assessment, token), cancellationToken);

    /// <inheritdoc cref="MlflowClient.GetAssessmentAsync"/>
    public static Task<Assessment> GetAssessmentAsync(string traceId, string assessmentId, CancellationToken cancellationToken = default) =>
        Asked(client => client.GetAssessmentAsync(traceId, assessmentId, cancellationToken));

    /// <inheritdoc cref="MlflowClient.UpdateAssessmentAsync"/>
    public static Task<Assessment> UpdateAssessmentAsync(string traceId, string assessmentId, Assessment assessment, CancellationToken cancellationToken = default) =>
        Asked(client => client.UpdateAssessmentAsync(traceId, assessmentId, assessment, cancellationToken));

    /// <inheritdoc cref="MlflowClient.DeleteAssessmentAsync"/>
    public static Task DeleteAssessmentAsync(string traceId, string assessmentId, CancellationToken cancellationToken = default) =>
        Asked(async client =>
        {
            await client.DeleteAssessmentAsync(traceId, assessmentId, cancellationToken).ConfigureAwait(false);
            return true;
        });

    /// <inheritdoc cref="MlflowClient.OverrideFeedbackAsync"/>
    public static Task<Feedback> OverrideFeedbackAsync(
        string traceId,
        string assessmentId,
        object value,
        string? rationale = null,
        AssessmentSource? source = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default) =>
        Asked(client => client.OverrideFeedbackAsync(traceId, assessmentId, value, rationale, source, metadata, cancellationToken));

    // What is wrong with the address or the arguments comes out of the task, like everything else.
    private static async Task<T> Asked<T>(Func<MlflowClient, Task<T>> ask) => await ask(DefaultClient.Get()).ConfigureAwait(false);
}
