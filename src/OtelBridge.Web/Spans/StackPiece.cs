namespace OtelBridge.Web.Spans;

/// <summary>Lines of a stack trace that belong together.</summary>
/// <param name="IsFramework">Whether they are in code that one did not write.</param>
/// <param name="Lines">The lines.</param>
public sealed record StackPiece(bool IsFramework, IReadOnlyList<string> Lines);
