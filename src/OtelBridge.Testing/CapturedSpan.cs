using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Entities;
using OtelBridge.Entities.Json;
using OtelBridge.Testing.Capturing;

namespace OtelBridge.Testing;

/// <summary>One span as a destination would have got it: after the program's span processors and its masks.</summary>
/// <remarks>Immutable; thread-safe.</remarks>
public sealed class CapturedSpan
{
    private readonly List<CapturedSpan> _children = [];
    private readonly SpanRecord _record;

    internal CapturedSpan(SpanRecord record, CapturedSpan? parent)
    {
        _record = record;
        Parent = parent;
        parent?._children.Add(this);
    }

    /// <summary>Gets the name.</summary>
    public string Name => _record.Name;

    /// <summary>Gets the kind of operation, one of <see cref="SpanType"/> or any text.</summary>
    /// <value><see cref="SpanType.Unknown"/> when nothing is said.</value>
    public string Type => Text(MlflowKeys.SpanType) ?? SpanType.Unknown;

    /// <summary>Gets what the operation worked on.</summary>
    /// <value>Null when nothing was recorded.</value>
    public JsonElement? Inputs => Attribute(MlflowKeys.SpanInputs);

    /// <summary>Gets what came of it.</summary>
    /// <value>Null when nothing was recorded.</value>
    public JsonElement? Outputs => Attribute(MlflowKeys.SpanOutputs);

    /// <summary>Gets the attributes as JSON values, MLflow's own (<c>mlflow.…</c>) included. Text that holds a JSON object or list is given as that.</summary>
    public IReadOnlyDictionary<string, JsonElement> Attributes => _record.Attributes;

    /// <summary>Gets how the operation ended.</summary>
    public SpanStatus Status => _record.Status;

    /// <summary>Gets what failed, for <see cref="SpanStatus.Error"/>.</summary>
    public string? StatusDescription => _record.StatusDescription;

    /// <summary>Gets the exception that was recorded last.</summary>
    /// <value>Null when there is none. A span that an exception passes has the status alone; the span in which it was thrown has the exception.</value>
    public CapturedError? Exception => _record.Exception;

    /// <summary>Gets the events in the order in which they were added.</summary>
    public IReadOnlyList<SpanEvent> Events => _record.Events;

    /// <summary>Gets the tokens that the operation used.</summary>
    /// <value>Null when it says none.</value>
    public TokenUsage? Tokens => Attribute(MlflowKeys.ChatTokenUsage) is { } usage ? TokenUsageJson.Read(usage) : null;

    /// <summary>Gets what the operation cost, in US dollars.</summary>
    /// <value>Null when that is not known.</value>
    public decimal? Cost =>
        Attribute(MlflowKeys.LlmCost) is { ValueKind: JsonValueKind.Object } cost
        && cost.TryGetProperty(MlflowKeys.TotalCost, out var total)
        && total.ValueKind == JsonValueKind.Number
        && total.TryGetDecimal(out var dollars) ? dollars : null;

    /// <summary>Gets the model that answered, or else that was asked.</summary>
    /// <value>Null when the operation is no model call.</value>
    public string? Model => Text(MlflowKeys.LlmModel) ?? Text(GenAiKeys.ResponseModel) ?? Text(GenAiKeys.RequestModel);

    /// <summary>Gets the activity source that the span came from.</summary>
    public string Source => _record.Source;

    /// <summary>Gets the 16 hex digits of the span id.</summary>
    public string SpanId => _record.SpanId.ToHexString();

    /// <summary>Gets when the operation started, in UTC.</summary>
    public DateTime StartTime => _record.StartTime;

    /// <summary>Gets how long the operation took.</summary>
    /// <value>Null for a span that has not ended.</value>
    public TimeSpan? Duration => _record.Duration;

    /// <summary>Gets whether the span had not ended when it was looked at.</summary>
    public bool IsOpen => _record.Duration is null;

    /// <summary>Gets the span around this one.</summary>
    /// <value>Null for a span without one in this capture.</value>
    public CapturedSpan? Parent { get; }

    /// <summary>Gets the spans directly inside this one, in the order of their starts.</summary>
    public IReadOnlyList<CapturedSpan> Children => _children;

    /// <summary>Gets an attribute as text.</summary>
    internal string? Text(string key) => Attribute(key) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>Writes the span and what is inside it as <see cref="CapturedTrace.ToString"/> does.</summary>
    /// <returns>The lines.</returns>
    public override string ToString() => SpanLines.Of([this]);

    private JsonElement? Attribute(string key) => _record.Attributes.TryGetValue(key, out var value) ? value : null;
}
