namespace OtelBridge.Web.Tags;

/// <summary>Two people changed one tag: what one wanted, and what it is now.</summary>
/// <param name="TraceId">The trace.</param>
/// <param name="Form">What was asked for.</param>
/// <param name="Current">The value that somebody else gave it; null where they removed it.</param>
public sealed record TagConflict(string TraceId, TagForm Form, string? Current);
