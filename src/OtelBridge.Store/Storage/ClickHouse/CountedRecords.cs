namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Which rows of <c>traces</c> count: of the versions of a trace the greatest, wherever it is stored.</summary>
/// <remarks>
/// Compared by hashes of the ids: a set of numbers is made many times faster than one of texts. Of two traces whose hashes are the same one may be left out of a
/// sum, once in 10^7 among a million traces; pages of traces are verified by their ids.
/// </remarks>
internal static class CountedRecords
{
    // What only one write has made is counted unless there is more of its trace; most traces of most stores are such, and they need no place in a set of versions.
    private const string SecondWrite = "2097152";

    /// <summary>Gives the condition.</summary>
    /// <param name="among">A condition of rows of <c>traces</c> that are few, so that the heads of no others are compared; null when there are many.</param>
    public static string Sql(string? among) => among is null
        ? $"""
          ((version < {SecondWrite} AND trace_hash NOT IN (SELECT trace_hash FROM trace_heads WHERE version >= {SecondWrite}))
          OR (version >= {SecondWrite} AND bitXor(trace_hash, version)
            IN (SELECT bitXor(trace_hash, max(version)) FROM trace_heads WHERE version >= {SecondWrite} GROUP BY trace_hash)))
          """
        : $"""
          bitXor(trace_hash, version) IN (SELECT bitXor(trace_hash, max(version)) FROM trace_heads
            WHERE trace_hash IN (SELECT trace_hash FROM traces WHERE {among}) GROUP BY trace_hash)
          """;
}
