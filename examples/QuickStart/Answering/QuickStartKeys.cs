namespace QuickStart.Answering;

/// <summary>Span attributes of this program's own, beside those that the SDK sets.</summary>
internal static class QuickStartKeys
{
    /// <summary>How many sections the retriever chooses from.</summary>
    public const string IndexedSections = "quickstart.indexed_sections";

    /// <summary>True when no model counted the tokens: they are words, counted here.</summary>
    public const string TokensEstimated = "quickstart.tokens_estimated";
}
