namespace OtelBridge.Store.Storage;

/// <summary>What became of a change to a tag that somebody may have changed meanwhile.</summary>
/// <param name="IsDone">Whether it was made.</param>
/// <param name="Value">The value that the tag has now; null when the trace has no such tag.</param>
public readonly record struct TagChange(bool IsDone, string? Value);
