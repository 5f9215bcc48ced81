using System.Text.Json;
using OtelBridge.Entities;

namespace OtelBridge.Client;

/// <summary>What to change of an assessment; what is null stays.</summary>
internal sealed record AssessmentChange
{
    public string? Name { get; init; }

    /// <summary>New value of a feedback or an expectation: which of the two, <see cref="IsExpectation"/> says.</summary>
    public JsonElement? Value { get; init; }

    public AssessmentError? Error { get; init; }

    public bool IsExpectation { get; init; }

    public string? Rationale { get; init; }

    /// <summary>Merged into what is there.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
