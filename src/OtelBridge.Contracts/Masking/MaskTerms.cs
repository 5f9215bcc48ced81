namespace OtelBridge.Masking;

/// <summary>What one rule looks for, and what becomes of what it finds.</summary>
/// <param name="Effect">What stands in the place of a value.</param>
internal sealed record MaskTerms(MaskEffect Effect)
{
    /// <summary>Gets the places in JSON.</summary>
    public IReadOnlyList<JsonPath> Paths { get; init; } = [];

    /// <summary>Gets the keys of attributes and the names of members, in whatever case; some with <c>*</c>.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Gets what is looked for in texts; of the same effect.</summary>
    public IReadOnlyList<MaskPattern> Patterns { get; init; } = [];
}
