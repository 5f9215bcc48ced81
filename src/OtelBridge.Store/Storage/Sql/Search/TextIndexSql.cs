namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>Names that conditions on the text index use in every statement.</summary>
internal static class TextIndexSql
{
    /// <summary>The lowest trace key of the rows that are tested, so that long lists of traces are read in part.</summary>
    public const string LowestKey = "@lowest";

    /// <summary>The highest.</summary>
    public const string HighestKey = "@highest";
}
