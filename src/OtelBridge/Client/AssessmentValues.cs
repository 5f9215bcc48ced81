using System.Text.Json;
using OtelBridge.Client.Transport;
using OtelBridge.Entities;
using OtelBridge.Tracing.Json;

namespace OtelBridge.Client;

/// <summary>What programs give as judgements, as assessments.</summary>
internal static class AssessmentValues
{
    /// <summary>Any value as JSON, by the same rules as inputs and outputs of spans; null for null.</summary>
    public static JsonElement? Of(object? value) => value switch
    {
        null => null,
        JsonElement { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => null,
        JsonElement element => JsonValue.WithWholeNumbers(element),
        _ => JsonValue.OfText(JsonText.Of(value)) is { ValueKind: not JsonValueKind.Null } json ? json : null,
    };

    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: neither a value nor an error.</exception>
    public static Feedback Feedback(string traceId, string name, object? value, AssessmentError? error, AssessmentSource? source)
    {
        var json = Of(value);
        return json is not null || error is not null
            ? new Feedback
            {
                TraceId = traceId,
                Name = name,
                Value = json,
                Error = error,
                Source = source ?? new AssessmentSource(AssessmentSourceType.Code),
            }
            : throw Required.Invalid("A feedback needs a value or an error.");
    }

    /// <summary>A whole assessment as what is to change of a stored one.</summary>
    public static AssessmentChange Change(Assessment assessment) => assessment switch
    {
        Expectation expectation => new AssessmentChange { Name = expectation.Name, Value = expectation.Value, IsExpectation = true, Metadata = NullIfEmpty(expectation.Metadata) },
        Feedback feedback => new AssessmentChange
        {
            Name = feedback.Name,
            Value = feedback.Value,
            Error = feedback.Error,
            Rationale = feedback.Rationale,
            Metadata = NullIfEmpty(feedback.Metadata),
        },
        _ => throw Required.Invalid("An assessment is a feedback or an expectation."),
    };

    private static IReadOnlyDictionary<string, string>? NullIfEmpty(IReadOnlyDictionary<string, string> map) => map.Count > 0 ? map : null;
}
