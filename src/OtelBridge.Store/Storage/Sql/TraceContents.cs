using System.Data.Common;
using System.Runtime.ExceptionServices;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Reads the spans of many traces, and looks into them on two threads.</summary>
internal static class TraceContents
{
    private const string MessagesSql = "SELECT DISTINCT trace_key, block_id, part FROM spans WHERE ";

    private const string SpansSql = "SELECT trace_key, block_id, part, ordinal FROM spans WHERE ";

    private const string BlocksSql = "SELECT block_id, codec, size, payload FROM blocks WHERE ";

    // Of decompressed payload at once; a trace that has more is looked into alone.
    private const long MaxBytes = 32L * 1024 * 1024;

    private const int Threads = 2;

    /// <summary>Calls back with each trace's place among the keys, and its spans. A damaged trace is passed over: what reads it by its id says so.</summary>
    /// <param name="session">Where to read.</param>
    /// <param name="keys">The traces.</param>
    /// <param name="read">Is called from two threads.</param>
    /// <param name="phrase">Traces of which no message holds it are passed over too; null for none.</param>
    /// <param name="cancellationToken">Ends the call between two traces.</param>
    public static void Read(
        SqlSession session, IReadOnlyList<long> keys, Action<int, IReadOnlyList<ReceivedSpan>> read, RawPhrase? phrase, CancellationToken cancellationToken)
    {
        var messages = ReadMessages(session, keys);
        var sizes = ReadSizes(session, messages);
        for (var first = 0; first < keys.Count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (end, bytes, ids) = (first, 0L, new HashSet<long>());
            while (end < keys.Count && (end == first || bytes < MaxBytes))
            {
                bytes += messages[keys[end]].Where(message => ids.Add(message.Block)).Sum(message => sizes.GetValueOrDefault(message.Block));
                end++;
            }

            // Each by itself first: traces that follow one another are mostly in one block, and one thread would wait for the other.
            var blocks = ReadBlocks(session, ids);
            ForEach(blocks.Values, static block => _ = block.Value, cancellationToken);

            var wanted = Enumerable.Range(first, end - first).ToArray();
            if (phrase is not null)
            {
                // Of what does not hold it no message is parsed, and no span is looked up.
                var may = new bool[keys.Count];
                ForEach(wanted, i => may[i] = MayHold(phrase, blocks, messages[keys[i]]), cancellationToken);
                wanted = [.. wanted.Where(i => may[i])];
            }

            var places = ReadPlaces(session, [.. wanted.Select(i => keys[i])]);
            ForEach(wanted, i => read(i, Spans(blocks, places[keys[i]])), cancellationToken);
            first = end;
        }
    }

    private static void ForEach<T>(IEnumerable<T> items, Action<T> look, CancellationToken cancellationToken)
    {
        try
        {
            Parallel.ForEach(items, new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = cancellationToken }, item =>
            {
                try
                {
                    look(item);
                }
                catch (InvalidDataException)
                {
                    // It does not hide the others.
                }
            });
        }
        catch (AggregateException e) when (e.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(e.InnerException);
        }
    }

    private static bool MayHold(RawPhrase phrase, Dictionary<long, Lazy<byte[]>> blocks, List<Message> messages) =>
        messages.Any(message => !blocks.TryGetValue(message.Block, out var block) || phrase.MayBeIn(PayloadPacker.Raw(block.Value, message.Part)));

    private static List<ReceivedSpan> Spans(Dictionary<long, Lazy<byte[]>> blocks, List<Place> places)
    {
        var found = new List<ReceivedSpan>(places.Count);
        foreach (var message in places.GroupBy(place => (place.Block, place.Part)))
        {
            if (!blocks.TryGetValue(message.Key.Block, out var block))
            {
                throw new InvalidDataException("A block of the payload is missing.");
            }

            var live = message.Select(place => place.Ordinal).ToHashSet(); // a message may hold older copies
            var ordinal = 0;
            foreach (var resource in PayloadPacker.Read(block.Value, message.Key.Part).ResourceSpans)
            {
                foreach (var scope in resource.ScopeSpans)
                {
                    found.AddRange(scope.Spans.Where(_ => live.Contains(ordinal++)).Select(span => new ReceivedSpan(resource.Resource, scope.Scope, span)));
                }
            }
        }

        return found;
    }

    private static Dictionary<long, List<Message>> ReadMessages(SqlSession session, IReadOnlyList<long> keys) => ByTrace(
        session, keys, MessagesSql + session.Dialect.IsIn("trace_key", "@keys"), row => new Message(row.GetInt64(1), row.GetInt32(2)));

    private static Dictionary<long, List<Place>> ReadPlaces(SqlSession session, IReadOnlyList<long> keys) => ByTrace(
        session, keys, SpansSql + session.Dialect.IsIn("trace_key", "@keys"), row => new Place(row.GetInt64(1), row.GetInt32(2), row.GetInt32(3)));

    private static Dictionary<long, List<T>> ByTrace<T>(SqlSession session, IReadOnlyList<long> keys, string sql, Func<DbDataReader, T> read)
    {
        var found = keys.ToDictionary(key => key, _ => new List<T>());
        if (keys.Count > 0)
        {
            foreach (var (key, item) in session.Query(sql, row => (row.GetInt64(0), read(row)), ("@keys", session.Dialect.List(found.Keys))))
            {
                found[key].Add(item);
            }
        }

        return found;
    }

    private static Dictionary<long, long> ReadSizes(SqlSession session, Dictionary<long, List<Message>> messages)
    {
        var ids = messages.Values.SelectMany(list => list).Select(message => message.Block).ToHashSet();
        return session.Query(
            $"SELECT block_id, size FROM blocks WHERE {session.Dialect.IsIn("block_id", "@ids")}",
            row => (Id: row.GetInt64(0), Size: row.GetInt64(1)),
            ("@ids", session.Dialect.List(ids))).ToDictionary(block => block.Id, block => block.Size);
    }

    // Compressed, until somebody asks.
    private static Dictionary<long, Lazy<byte[]>> ReadBlocks(SqlSession session, HashSet<long> ids) => session.Query(
        BlocksSql + session.Dialect.IsIn("block_id", "@ids"),
        row => (Id: row.GetInt64(0), Block: new PayloadBlock((PayloadCodecId)row.GetInt32(1), row.GetInt32(2), row.GetFieldValue<byte[]>(3))),
        ("@ids", session.Dialect.List(ids))).ToDictionary(row => row.Id, row => new Lazy<byte[]>(row.Block.Unpack));

    private readonly record struct Message(long Block, int Part);

    private readonly record struct Place(long Block, int Part, int Ordinal);
}
