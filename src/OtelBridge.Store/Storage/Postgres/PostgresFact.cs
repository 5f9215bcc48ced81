namespace OtelBridge.Store.Storage.Postgres;

/// <summary>A tag or metadata of a trace as the working set knows it.</summary>
/// <param name="Value">The value; null when it was taken back.</param>
/// <param name="SpanId">The span it came from; null when it is not from a span.</param>
/// <param name="IsWritten">Whether the database has it so.</param>
internal readonly record struct PostgresFact(string? Value, long? SpanId, bool IsWritten);
