using Microsoft.Extensions.Logging;

namespace OtelBridge.TestSupport;

/// <summary>One line of a recorded log.</summary>
public sealed record LogEntry(string Category, LogLevel Level, int EventId, string Message, Exception? Exception);
