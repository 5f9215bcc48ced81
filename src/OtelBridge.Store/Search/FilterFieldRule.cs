namespace OtelBridge.Store.Search;

/// <summary>A row of a <see cref="FilterVocabulary"/>: how a field is written and what it may be compared with.</summary>
/// <param name="Kind">The field.</param>
/// <param name="Entities">Names of the entities it may be written under, the usual one first.</param>
/// <param name="Keys">Spellings of its key, the usual one first; empty when any key will do and is kept.</param>
internal sealed record FilterFieldRule(FilterFieldKind Kind, IReadOnlyList<string> Entities, IReadOnlyList<string> Keys)
{
    /// <summary>Gets what stands before a key that is kept, e.g. <c>attributes.</c> in <c>span.attributes.x</c>.</summary>
    public string KeyPrefix { get; init; } = "";

    /// <summary>Gets whether the implied entity may be left out.</summary>
    public bool MayStandAlone { get; init; } = true;

    /// <summary>Gets the operators for quoted text and lists of it. Empty for numbers, which take quoted numbers all the same.</summary>
    public IReadOnlyList<FilterOperator> TextOperators { get; init; } = [];

    /// <summary>Gets the operators for bare numbers.</summary>
    public IReadOnlyList<FilterOperator> NumberOperators { get; init; } = [];

    /// <summary>Gets whether it may be ordered by.</summary>
    public bool CanOrder { get; init; }

    /// <summary>Gets whether MLflow does not know it.</summary>
    public bool IsExtension { get; init; }

    /// <summary>Gets whether it may be filtered by.</summary>
    public bool CanFilter => TextOperators.Count + NumberOperators.Count > 0;

    /// <summary>Gets every operator it takes.</summary>
    public IEnumerable<FilterOperator> Operators => TextOperators.Union(NumberOperators);

    /// <summary>Gives the field that a key means; null when the key is not of this field.</summary>
    public FilterField? Match(string key)
    {
        if (Keys.Count > 0)
        {
            return Keys.Contains(key) ? new FilterField(Kind) : null;
        }

        return key.Length > KeyPrefix.Length && key.StartsWith(KeyPrefix, StringComparison.Ordinal)
            ? new FilterField(Kind, key[KeyPrefix.Length..])
            : null;
    }
}
