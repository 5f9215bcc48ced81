using System.Text.Json;

namespace OtelBridge.Entities;

/// <summary>How good an answer was, by a person, a model or a program.</summary>
public sealed record Feedback : Assessment
{
    /// <summary>Gets the judgement: a number, a text, a truth value, a list or an object of those.</summary>
    /// <value>Null when there is only an <see cref="Error"/>.</value>
    public JsonElement? Value { get; init; }

    /// <summary>Gets why there is no judgement.</summary>
    public AssessmentError? Error { get; init; }

    /// <summary>Gets the reasons for the judgement.</summary>
    public string? Rationale { get; init; }

    /// <summary>Gets the id of the feedback that this one replaces.</summary>
    public string? Overrides { get; init; }

    /// <summary>Gets whether no other feedback replaced this one.</summary>
    public bool Valid { get; init; } = true;
}
