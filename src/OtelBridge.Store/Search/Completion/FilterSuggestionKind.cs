namespace OtelBridge.Store.Search.Completion;

/// <summary>What a <see cref="FilterSuggestion"/> is.</summary>
public enum FilterSuggestionKind
{
    /// <summary>A field.</summary>
    Field,

    /// <summary>The beginning of fields that end with a key.</summary>
    Family,

    /// <summary>An operator.</summary>
    Operator,

    /// <summary>A value.</summary>
    Value,

    /// <summary>AND, OR, NOT, a bracket or a comma.</summary>
    Keyword,
}
