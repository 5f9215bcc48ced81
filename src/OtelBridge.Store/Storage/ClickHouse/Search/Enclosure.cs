using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>A comparison as SQL, enclosed from both sides where ClickHouse cannot tell exactly.</summary>
/// <param name="May">Holds at least wherever the comparison does.</param>
/// <param name="Must">Holds at most wherever it does.</param>
internal readonly record struct Enclosure(string May, string Must)
{
    public bool IsExact => ReferenceEquals(May, Must);

    /// <summary>Gives a comparison that ClickHouse decides.</summary>
    public static Enclosure Exactly(string sql) => new(sql, sql);

    /// <summary>Gives a comparison that ClickHouse only narrows down.</summary>
    public static Enclosure AtMost(string may) => new(may, SearchCondition.Never);

    /// <summary>Gives the same under another condition.</summary>
    public Enclosure Within(Func<string, string> sql)
    {
        var may = sql(May);
        return new Enclosure(may, IsExact ? may : Must == SearchCondition.Never ? Must : sql(Must));
    }
}
