namespace OtelBridge.Testing;

/// <summary>An exception as a span recorded it.</summary>
/// <param name="Type">Full name of its type.</param>
/// <param name="Message">Its message.</param>
/// <param name="StackTrace">Its whole text; null when the span has none.</param>
public sealed record CapturedError(string Type, string Message, string? StackTrace);
