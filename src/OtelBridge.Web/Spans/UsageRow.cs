namespace OtelBridge.Web.Spans;

/// <summary>A line of tokens and cost. What is not known is empty.</summary>
/// <param name="Title">What it counts.</param>
/// <param name="IsPart">Whether the line before has it too.</param>
/// <param name="Tokens">How many tokens.</param>
/// <param name="Cost">What they cost.</param>
public sealed record UsageRow(string Title, bool IsPart, string Tokens, string Cost);
