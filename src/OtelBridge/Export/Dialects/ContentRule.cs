namespace OtelBridge.Export.Dialects;

/// <summary>How much of what was said a destination gets in the dialects that are translated into.</summary>
/// <param name="IsCaptured">Whether messages, arguments, results and documents are translated at all.</param>
/// <param name="MaxLength">The longest value in characters.</param>
internal readonly record struct ContentRule(bool IsCaptured, int MaxLength);
