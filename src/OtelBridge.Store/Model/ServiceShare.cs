namespace OtelBridge.Store.Model;

/// <summary>What one service has of a trace.</summary>
/// <param name="Name">The service; empty when it has no name.</param>
/// <param name="SpanCount">Number of its spans.</param>
/// <param name="ErrorCount">How many of those failed.</param>
public sealed record ServiceShare(string Name, long SpanCount, long ErrorCount);
