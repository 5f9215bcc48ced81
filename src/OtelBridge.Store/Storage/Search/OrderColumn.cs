namespace OtelBridge.Store.Storage.Search;

/// <summary>A key that traces are ordered by.</summary>
/// <param name="Sql">Its value, over the row <c>t</c>.</param>
/// <param name="Descending">Whether the greatest comes first.</param>
/// <param name="MayBeAbsent">Whether the value may be null, which comes last in both directions.</param>
/// <param name="IsText">Whether the value is text; a number otherwise.</param>
internal sealed record OrderColumn(string Sql, bool Descending, bool MayBeAbsent, bool IsText = false)
{
    /// <summary>Gets the terms of ORDER BY.</summary>
    public string Terms => (MayBeAbsent ? $"({Sql}) IS NULL, " : string.Empty) + Sql + (Descending ? " DESC" : " ASC");

    /// <summary>Whether a value may be one of the column.</summary>
    public bool Takes(object? value) => value switch
    {
        null => MayBeAbsent,
        string => IsText,
        _ => !IsText,
    };

    /// <summary>Gives the condition of coming after a value.</summary>
    public string After(object? value, ISearchValues values) =>
        value is null ? SearchCondition.Never
        : $"{Sql} {(Descending ? "<" : ">")} {values.Add(value)}" + (MayBeAbsent ? $" OR ({Sql}) IS NULL" : string.Empty);

    /// <summary>Gives the condition of coming after a value, or being it.</summary>
    public string From(object? value, ISearchValues values) =>
        value is null ? $"({Sql}) IS NULL"
        : $"{Sql} {(Descending ? "<=" : ">=")} {values.Add(value)}" + (MayBeAbsent ? $" OR ({Sql}) IS NULL" : string.Empty);
}
