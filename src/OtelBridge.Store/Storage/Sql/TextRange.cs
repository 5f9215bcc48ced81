namespace OtelBridge.Store.Storage.Sql;

/// <summary>The parameters that bound what is asked of the text index.</summary>
internal static class TextRange
{
    /// <summary>The lowest trace key of the rows that are tested, so that long lists of traces are read in part.</summary>
    public const string Lowest = "@lowest";

    /// <summary>The highest.</summary>
    public const string Highest = "@highest";
}
