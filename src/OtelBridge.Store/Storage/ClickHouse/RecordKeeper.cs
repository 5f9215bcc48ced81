using System.Security.Cryptography;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Keeps the records of traces equal to what their inputs say, whoever has written those.</summary>
/// <remarks>
/// <para>Inputs are inserted first, then announced, then every announcement of the trace is read, and the record is computed of all inputs and inserted. Of two who
/// do so at once, the one who reads later sees both: its record has the greater version, and counts. Nobody waits for anybody.</para>
/// <para>Thread-safe.</para>
/// </remarks>
internal sealed class RecordKeeper(ClickHouseClient client)
{
    /// <summary>The low bits of a version, which are random.</summary>
    public const int RandomBits = 20;

    private readonly TraceGrowths _growing = new();

    /// <summary>Announces inputs, which are inserted, and brings the records of their traces up to date.</summary>
    /// <exception cref="StoreUnavailableException">The server cannot do it now; the inputs may be announced.</exception>
    public async Task RefreshAsync(IReadOnlyList<RecordInput> inputs, CancellationToken cancellationToken)
    {
        await TraceWrites.AnnounceAsync(client, inputs, cancellationToken).ConfigureAwait(false);
        var byTrace = inputs.GroupBy(static input => input.TraceId, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.ToList());
        var writes = await TraceWrites.ReadAsync(client, byTrace.Keys, cancellationToken).ConfigureAwait(false);
        var grown = new Dictionary<string, TraceGrowth>(StringComparer.Ordinal); // bounded by the inputs, as all here
        foreach (var (traceId, own) in byTrace)
        {
            if (writes.TryGetValue(traceId, out var all) && Extend(_growing.Take(traceId), own, all.Writes) is { } trace)
            {
                grown[traceId] = trace;
            }
        }

        // Deleted meanwhile: there is nothing to keep a record of.
        var missing = byTrace.Keys.Where(id => writes.ContainsKey(id) && !grown.ContainsKey(id)).ToList();
        foreach (var (traceId, trace) in await StoredSpans.ReadAsync(client, missing, writes, cancellationToken).ConfigureAwait(false))
        {
            trace.Seen = writes[traceId].Writes;
            grown[traceId] = trace;
        }

        await InsertAsync(grown.Select(trace => ToRecord(trace.Key, trace.Value, writes[trace.Key])), cancellationToken).ConfigureAwait(false);
        foreach (var (traceId, trace) in grown)
        {
            _growing.Keep(traceId, trace);
        }
    }

    /// <summary>Brings the records of traces up to date with what is announced of them; those of which nothing is are left alone.</summary>
    /// <exception cref="StoreUnavailableException">The server cannot do it now.</exception>
    public async Task RecomputeAsync(IReadOnlyCollection<string> traceIds, CancellationToken cancellationToken) =>
        await InsertAsync(await ComputeAsync(traceIds, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Inserts records.</summary>
    /// <exception cref="StoreUnavailableException">The server cannot do it now.</exception>
    public Task InsertAsync(IEnumerable<ClickHouseRecord> records, CancellationToken cancellationToken)
    {
        var rows = new RowBinaryWriter();
        foreach (var record in records)
        {
            RecordColumns.Write(rows, record);
        }

        return InsertPatience.InsertAsync(client, "traces", RecordColumns.Names, rows, cancellationToken);
    }

    /// <summary>Computes the records of traces from their inputs; those that nothing is left of are left out.</summary>
    public async Task<IReadOnlyList<ClickHouseRecord>> ComputeAsync(IReadOnlyCollection<string> traceIds, CancellationToken cancellationToken)
    {
        var writes = await TraceWrites.ReadAsync(client, traceIds, cancellationToken).ConfigureAwait(false);
        var there = writes.Where(static trace => trace.Value.IsThere).Select(static trace => trace.Key).ToList();
        var traces = await StoredSpans.ReadAsync(client, there, writes, cancellationToken).ConfigureAwait(false);
        return [.. traces.Select(trace => ToRecord(trace.Key, trace.Value, writes[trace.Key])).Where(static record => record.Facts.StartUnixNano != long.MaxValue)];
    }

    /// <summary>Adds own spans to what is known of a trace; null where others have written to it too, and it is to be read.</summary>
    private static TraceGrowth? Extend(TraceGrowth? known, List<RecordInput> own, WriteSet all)
    {
        var added = WriteSet.Of(own);
        var trace = all == added ? new TraceGrowth() // all there is
            : known is not null && (known.Seen == all || known.Seen + added == all) ? known
            : null;
        if (trace is not null)
        {
            trace.Seen = all;
            trace.Add(own.SelectMany(static input => input.OwnSpans ?? []));
        }

        return trace;
    }

    private static ClickHouseRecord ToRecord(string traceId, TraceGrowth trace, TraceWrites writes)
    {
        var record = trace.ToRecord(traceId, writes.ExperimentId);
        if (writes.Client.Length > 0)
        {
            ClientState.Read(writes.Client).ApplyTo(record, trace.Extent);
        }

        record.Arrival = writes.First;
        record.LastWrite = writes.Last;
        record.Version = ((ulong)writes.Writes.Count << RandomBits) | (uint)RandomNumberGenerator.GetInt32(1 << RandomBits);
        return record;
    }
}
