namespace OtelBridge.Web.Comparison;

/// <summary>A piece of a line.</summary>
/// <param name="Text">What stands there.</param>
/// <param name="Differs">Whether the other side has something else.</param>
public sealed record DifferencePiece(string Text, bool Differs);
