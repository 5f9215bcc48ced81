namespace OtelBridge.Entities;

/// <summary>How many tokens the model calls of a trace used together.</summary>
/// <param name="InputTokens">Tokens of the prompts.</param>
/// <param name="OutputTokens">Tokens of the completions.</param>
/// <param name="TotalTokens">All tokens.</param>
public sealed record TokenUsage(long InputTokens, long OutputTokens, long TotalTokens);
