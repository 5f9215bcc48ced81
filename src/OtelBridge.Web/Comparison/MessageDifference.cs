namespace OtelBridge.Web.Comparison;

/// <summary>A message of a chat beside the one of the other side.</summary>
/// <param name="Role">Who says it.</param>
/// <param name="Kind">How it differs.</param>
/// <param name="Text">What is said.</param>
public sealed record MessageDifference(string Role, DifferenceKind Kind, TextDifference Text);
