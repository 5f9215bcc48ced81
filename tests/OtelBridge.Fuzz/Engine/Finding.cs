namespace OtelBridge.Fuzz.Engine;

/// <summary>What should not have happened.</summary>
/// <param name="Target">Where.</param>
/// <param name="Kind">What, in a word: the type of an exception, <c>hang</c>, <c>memory</c>, <c>growth</c>.</param>
/// <param name="Place">What tells it from others of its kind: the first place of ours in the stack, or what was measured.</param>
/// <param name="Detail">What is known, for people.</param>
/// <param name="Input">The input.</param>
internal sealed record Finding(string Target, string Kind, string Place, string Detail, byte[] Input)
{
    /// <summary>Gets what makes two findings the same.</summary>
    public string Signature => $"{Target}: {Kind} at {Place}";
}
