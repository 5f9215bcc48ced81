namespace OtelBridge.Store.Storage.Search;

/// <summary>A part of an order that lies in one stretch of an index.</summary>
/// <param name="Where">The traces of the part.</param>
/// <param name="Fixed">The values that they have in common, at the beginning of every position.</param>
/// <param name="Columns">What orders them.</param>
internal sealed record OrderSegment(string Where, IReadOnlyList<object?> Fixed, IReadOnlyList<OrderColumn> Columns)
{
    /// <summary>Whether a position lies in the part.</summary>
    public bool Holds(IReadOnlyList<object?> position) => Fixed.Count == 0 ? position[0] is not null : Fixed.SequenceEqual(position.Take(Fixed.Count));

    /// <summary>Gives the condition of coming after a position of the part.</summary>
    public string After(IReadOnlyList<object?> position, ISearchValues values) => After(Columns, position, Fixed.Count, 0, values);

    // As an index wants it: a range over the first column, and the rest for where the first is equal.
    private static string After(IReadOnlyList<OrderColumn> columns, IReadOnlyList<object?> position, int skip, int at, ISearchValues values)
    {
        var (column, value) = (columns[at], position[skip + at]);
        var after = column.After(value, values);
        return at + 1 == columns.Count
            ? $"({after})"
            : $"(({column.From(value, values)}) AND ({after} OR {After(columns, position, skip, at + 1, values)}))";
    }
}
