namespace OtelBridge.Probing;

/// <summary>What an answer to a request without spans told of the server.</summary>
/// <param name="Date">Its clock; null when it did not say.</param>
/// <param name="IsOtelBridge">Whether it says that it is an OtelBridge store.</param>
internal readonly record struct ExportSeen(DateTimeOffset? Date, bool IsOtelBridge);
