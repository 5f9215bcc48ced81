using System.Text.Json;

namespace OtelBridge.Entities;

/// <summary>What the answer should have been.</summary>
public sealed record Expectation : Assessment
{
    /// <summary>Gets the expected value, any JSON.</summary>
    public required JsonElement Value { get; init; }
}
