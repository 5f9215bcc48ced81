using OtelBridge.Store.Search.Text;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>The words of traces in the text index: read from the spans, put in and taken out.</summary>
internal static class SqlTextIndex
{
    /// <summary>More words than any text for people has; the rest is looked for in the spans.</summary>
    public const int MaxWordsPerTrace = 200_000;

    // Of one question whether a trace has any of them.
    private const int WordsAtOnce = 200;

    private const string StateSql = """
        SELECT count(*), coalesce(max(block_id), 0),
               CASE WHEN EXISTS (SELECT 1 FROM text_pending WHERE trace_key = @key) THEN 1 ELSE 0 END,
               coalesce((SELECT text_stale FROM traces WHERE trace_key = @key), 0)
        FROM spans WHERE trace_key = @key
        """;

    private const string DoneSql = "DELETE FROM text_pending WHERE trace_key = @key";

    public static IndexState State(SqlSession session, long key) => session.Query(
        StateSql, static row => new IndexState(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2) != 0, row.GetInt64(3) != 0), ("@key", key))[0];

    /// <summary>Reads the words of the spans of traces. What cannot be read has none: searches pass it over too.</summary>
    public static List<IndexedTrace> Read(SqlSession session, IReadOnlyList<long> keys, CancellationToken cancellationToken)
    {
        var traces = keys.Select(key => new IndexedTrace(key, State(session, key))).ToList();
        TraceContents.Read(session, keys, (i, spans) => Collect(spans, traces[i]), null, cancellationToken);
        return traces;
    }

    /// <summary>Reads the words that the index holds of traces, as far as it wants them to take the traces out.</summary>
    public static List<IndexedTrace> ReadIndexed(SqlSession session, IReadOnlyList<long> keys, CancellationToken cancellationToken)
    {
        if (!session.Dialect.RemovesTextByWords)
        {
            return [.. keys.Select(static key => new IndexedTrace(key, default))];
        }

        var traces = Read(session, keys, cancellationToken);
        foreach (var trace in traces.Where(static trace => !trace.State.IsExact))
        {
            trace.Words.IntersectWith(HoldsNothing(session, trace) ? [] : Held(session, trace));
        }

        return traces;
    }

    /// <summary>Adds the words of a trace, unless its spans have changed meanwhile: then it still waits, with what came since.</summary>
    public static void Add(SqlSession session, IndexedTrace trace)
    {
        if (State(session, trace.Key).HasSpansOf(trace.State))
        {
            session.Execute(session.Dialect.AddText, ("@key", trace.Key), ("@words", string.Join(' ', trace.Words)));
            session.Execute(DoneSql, ("@key", trace.Key));
        }
    }

    /// <summary>Takes a trace out that is about to be deleted. Words of spans that were replaced before may stay, for a key that is never used again.</summary>
    public static void Remove(SqlSession session, IndexedTrace trace)
    {
        if (!session.Dialect.RemovesTextByWords)
        {
            session.Execute(session.Dialect.RemoveText, ("@key", trace.Key));
            return;
        }

        var indexed = State(session, trace.Key) == trace.State ? trace : ReadIndexed(session, [trace.Key], CancellationToken.None)[0];
        if (indexed.Words.Count > 0)
        {
            session.Execute(session.Dialect.RemoveText, ("@key", trace.Key), ("@words", string.Join(' ', indexed.Words)));
        }
    }

    // What waits has mostly never been in the index, and to ask for each of its words takes seconds a trace. Of spans that were replaced nothing is known any more, and of too many words some are left out.
    private static bool HoldsNothing(SqlSession session, IndexedTrace trace) =>
        !trace.State.IsStale && trace.Words.Count < MaxWordsPerTrace && !trace.Marks.Chunk(WordsAtOnce).Any(words => HasAny(session, trace.Key, words));

    private static List<string> Held(SqlSession session, IndexedTrace trace) =>
        [.. trace.Words.Chunk(WordsAtOnce).Where(words => HasAny(session, trace.Key, words)).SelectMany(static words => words).Where(word => HasAny(session, trace.Key, word))];

    private static bool HasAny(SqlSession session, long key, params ReadOnlySpan<string> words)
    {
        var query = new WordQuery([[.. words.ToArray().Select(static word => new WordTerm(word, IsPrefix: false))]], OrMore: false);
        return session.Number(
            session.Dialect.TextMatches("@query", isRanged: true),
            ("@query", session.Dialect.TextQuery(query)),
            (TextRange.Lowest, key),
            (TextRange.Highest, key)) is not null;
    }

    private static void Collect(IReadOnlyList<ReceivedSpan> spans, IndexedTrace trace)
    {
        foreach (var (_, _, span) in spans)
        {
            foreach (var piece in SpanText.Pieces(span))
            {
                Words.Collect(piece, trace.Words, MaxWordsPerTrace);
            }

            var keys = SpanText.Keys(span).Select(Words.OfKey).ToList();
            trace.Words.UnionWith(keys);
            trace.Marks.UnionWith(keys.Count > 0 ? keys.Take(1) : FirstWord(span));
        }
    }

    private static HashSet<string> FirstWord(Otlp.Span span)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var piece in SpanText.Pieces(span))
        {
            Words.Collect(piece, words, most: 1);
            if (words.Count > 0)
            {
                break;
            }
        }

        return words;
    }
}
