namespace QuickStart.Answering;

/// <summary>How many tokens a call used.</summary>
/// <param name="InputTokens">Tokens of the prompt.</param>
/// <param name="OutputTokens">Tokens of the reply.</param>
/// <param name="IsEstimate">Whether these are words counted here instead of tokens counted by a model.</param>
internal sealed record ChatUsage(int InputTokens, int OutputTokens, bool IsEstimate)
{
    public int TotalTokens => InputTokens + OutputTokens;
}
