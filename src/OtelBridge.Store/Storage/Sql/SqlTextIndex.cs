using OtelBridge.Store.Search.Text;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>The words of traces in the text index: read from the spans, and put in.</summary>
internal static class SqlTextIndex
{
    /// <summary>More words than any text for people has; the rest is looked for in the spans.</summary>
    public const int MaxWordsPerTrace = 200_000;

    private const string StatesSql = "SELECT trace_key, count(*), max(block_id) FROM spans WHERE ";

    /// <summary>Reads the words of the spans of traces. What cannot be read has none: searches pass it over too.</summary>
    public static List<IndexedTrace> Read(SqlSession session, IReadOnlyList<long> keys, CancellationToken cancellationToken)
    {
        var states = States(session, keys);
        var traces = keys.Select(key => new IndexedTrace(key, states.GetValueOrDefault(key))).ToList();
        TraceContents.Read(session, keys, (i, spans) => Collect(spans, traces[i]), null, cancellationToken);
        return traces;
    }

    /// <summary>Adds the words of traces, but for those whose spans have changed meanwhile: they still wait, with what came since.</summary>
    public static void Add(SqlSession session, IReadOnlyList<IndexedTrace> traces)
    {
        var states = States(session, [.. traces.Select(static trace => trace.Key)]);
        var same = traces.Where(trace => states.GetValueOrDefault(trace.Key) == trace.State).ToList();
        foreach (var trace in same)
        {
            session.Execute(session.Dialect.AddText, ("@key", trace.Key), ("@words", string.Join(' ', trace.Words)));
        }

        session.Execute($"DELETE FROM text_pending WHERE {session.Dialect.IsIn("trace_key", "@keys")}", ("@keys", session.Dialect.List([.. same.Select(static trace => trace.Key)])));
    }

    private static Dictionary<long, IndexState> States(SqlSession session, IReadOnlyCollection<long> keys) => session.Query(
        $"{StatesSql}{session.Dialect.IsIn("trace_key", "@keys")} GROUP BY trace_key",
        static row => (Key: row.GetInt64(0), State: new IndexState(row.GetInt64(1), row.GetInt64(2))),
        ("@keys", session.Dialect.List(keys))).ToDictionary(static row => row.Key, static row => row.State);

    private static void Collect(IReadOnlyList<ReceivedSpan> spans, IndexedTrace trace)
    {
        foreach (var (_, _, span) in spans)
        {
            foreach (var piece in SpanText.Pieces(span))
            {
                Words.Collect(piece, trace.Words, MaxWordsPerTrace);
            }

            trace.Words.UnionWith(SpanText.Keys(span).Select(Words.OfKey));
        }
    }
}
