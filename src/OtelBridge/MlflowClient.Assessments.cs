using OtelBridge.Client;
using OtelBridge.Entities;
using OtelBridge.Tracing;

namespace OtelBridge;

/// <content>Judgements of traces and spans.</content>
public sealed partial class MlflowClient
{
    /// <summary>Logs how good an answer was.</summary>
    /// <param name="traceId">The trace that is judged.</param>
    /// <param name="value">The judgement: a number, a text, a truth value, or any object, which is stored as JSON. Null only with an <paramref name="error"/>.</param>
    /// <param name="name">What is judged, such as <c>correctness</c>.</param>
    /// <param name="source">Who judged; a program (<c>CODE</c>) when absent.</param>
    /// <param name="error">Why there is no judgement; see <see cref="AssessmentError.FromException"/>.</param>
    /// <param name="rationale">The reasons.</param>
    /// <param name="metadata">More about the judgement.</param>
    /// <param name="spanId">The span that is judged; null for the whole trace.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The feedback as it is stored, with its id.</returns>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such trace; INVALID_PARAMETER_VALUE without a value and an error.</exception>
    public async Task<Feedback> LogFeedbackAsync(
        string traceId,
        object? value = null,
        string name = "feedback",
        AssessmentSource? source = null,
        AssessmentError? error = null,
        string? rationale = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        string? spanId = null,
        CancellationToken cancellationToken = default)
    {
        var feedback = AssessmentValues.Feedback(Required.Text(traceId, nameof(traceId)), Required.Text(name, nameof(name)), value, error, source) with
        {
            Rationale = rationale,
            Metadata = metadata ?? new Dictionary<string, string>(),
            SpanId = spanId,
        };
        return await LogAsync(feedback, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Logs what the answer should have been.</summary>
    /// <param name="traceId">The trace.</param>
    /// <param name="name">What is expected, such as <c>expected_answer</c>.</param>
    /// <param name="value">The expected value: a number, a text, a truth value, or any object, which is stored as JSON.</param>
    /// <param name="source">Who says so; a person (<c>HUMAN</c>) when absent.</param>
    /// <param name="metadata">More about the expectation.</param>
    /// <param name="spanId">The span that is meant; null for the whole trace.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The expectation as it is stored, with its id.</returns>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such trace; INVALID_PARAMETER_VALUE without a value.</exception>
    public async Task<Expectation> LogExpectationAsync(
        string traceId,
        string name,
        object value,
        AssessmentSource? source = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        string? spanId = null,
        CancellationToken cancellationToken = default)
    {
        var expectation = new Expectation
        {
            TraceId = Required.Text(traceId, nameof(traceId)),
            Name = Required.Text(name, nameof(name)),
            Value = AssessmentValues.Of(value) ?? throw Required.Invalid("An expectation needs a value."),
            Source = source ?? new AssessmentSource(AssessmentSourceType.Human),
            Metadata = metadata ?? new Dictionary<string, string>(),
            SpanId = spanId,
        };
        return await LogAsync(expectation, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Logs a feedback or an expectation that was made before.</summary>
    /// <param name="traceId">The trace; it counts more than the one in <paramref name="assessment"/>.</param>
    /// <param name="assessment">The assessment; the server gives it a new id.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The assessment as it is stored.</returns>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such trace.</exception>
    /// <remarks>That of a span that records nothing (<c>MLFLOW_NO_OP_SPAN_TRACE_ID</c>) is not sent, as in MLflow, and comes back without an id; so it is with feedback and expectations.</remarks>
    public Task<Assessment> LogAssessmentAsync(string traceId, Assessment assessment, CancellationToken cancellationToken = default)
    {
        var given = Required.NotNull(assessment, nameof(assessment)) with { TraceId = Required.Text(traceId, nameof(traceId)) };
        return traceId == TraceIds.NoOp ? Task.FromResult(given) : _transport.CreateAssessmentAsync(given, cancellationToken);
    }

    /// <summary>Gets an assessment.</summary>
    /// <param name="traceId">The trace.</param>
    /// <param name="assessmentId">The assessment.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such trace or assessment.</exception>
    public Task<Assessment> GetAssessmentAsync(string traceId, string assessmentId, CancellationToken cancellationToken = default) =>
        _transport.GetAssessmentAsync(Required.Text(traceId, nameof(traceId)), Required.Text(assessmentId, nameof(assessmentId)), cancellationToken);

    /// <summary>Changes an assessment: name, value or error, rationale, and metadata, which is merged into what is there. Source and span stay.</summary>
    /// <param name="traceId">The trace.</param>
    /// <param name="assessmentId">The assessment.</param>
    /// <param name="assessment">What it is to be, of the same kind; take what <see cref="GetAssessmentAsync"/> gave and change it <see langword="with"/>.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The assessment as it is stored now.</returns>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE when a feedback is to become an expectation, or the reverse.</exception>
    public Task<Assessment> UpdateAssessmentAsync(string traceId, string assessmentId, Assessment assessment, CancellationToken cancellationToken = default) =>
        _transport.UpdateAssessmentAsync(
            Required.Text(traceId, nameof(traceId)),
            Required.Text(assessmentId, nameof(assessmentId)),
            AssessmentValues.Change(Required.NotNull(assessment, nameof(assessment))),
            cancellationToken);

    /// <summary>Deletes an assessment; one that is not there is no error. What it replaced counts again.</summary>
    /// <param name="traceId">The trace.</param>
    /// <param name="assessmentId">The assessment.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such trace.</exception>
    public Task DeleteAssessmentAsync(string traceId, string assessmentId, CancellationToken cancellationToken = default) =>
        _transport.DeleteAssessmentAsync(Required.Text(traceId, nameof(traceId)), Required.Text(assessmentId, nameof(assessmentId)), cancellationToken);

    /// <summary>Replaces a feedback by a new one; the old one is kept and no longer valid.</summary>
    /// <param name="traceId">The trace.</param>
    /// <param name="assessmentId">The feedback to replace.</param>
    /// <param name="value">The new judgement.</param>
    /// <param name="rationale">Its reasons.</param>
    /// <param name="source">Who judged; a program (<c>CODE</c>) when absent.</param>
    /// <param name="metadata">More about the judgement.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The new feedback as it is stored, with the name and the span of the old one.</returns>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE when the assessment is an expectation; RESOURCE_DOES_NOT_EXIST when there is none.</exception>
    public async Task<Feedback> OverrideFeedbackAsync(
        string traceId,
        string assessmentId,
        object value,
        string? rationale = null,
        AssessmentSource? source = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        var old = await GetAssessmentAsync(traceId, assessmentId, cancellationToken).ConfigureAwait(false);
        if (old is not Feedback)
        {
            throw Required.Invalid($"The assessment '{assessmentId}' is no feedback; only feedback can be overridden.");
        }

        var feedback = AssessmentValues.Feedback(traceId, old.Name, value, null, source) with
        {
            Rationale = rationale,
            Metadata = metadata ?? new Dictionary<string, string>(),
            SpanId = old.SpanId,
            Overrides = assessmentId,
        };
        return await LogAsync(feedback, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> LogAsync<T>(T assessment, CancellationToken cancellationToken)
        where T : Assessment =>
        await LogAssessmentAsync(assessment.TraceId ?? string.Empty, assessment, cancellationToken).ConfigureAwait(false) as T
        ?? throw new MlflowException("The server answered with an assessment of another kind.");
}
