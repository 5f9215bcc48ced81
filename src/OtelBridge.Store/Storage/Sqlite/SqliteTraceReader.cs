using Microsoft.Data.Sqlite;
using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>Reads traces from one SQLite file.</summary>
internal sealed class SqliteTraceReader(SqliteReads reads) : ITraceReader
{
    public Task<IReadOnlyList<Trace>> GetTracesAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken) =>
        reads.RunAsync<IReadOnlyList<Trace>>(
            connection =>
            {
                var traces = new List<Trace>();
                foreach (var traceId in traceIds)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (SqliteTraceRecords.Find(connection, traceId) is var (key, info))
                    {
                        var trace = new Trace { Info = info };
                        trace.ResourceSpans.AddRange(ReadSpans(connection, key));
                        traces.Add(trace);
                    }
                }

                return traces;
            },
            cancellationToken);

    public Task<Page<TraceInfo>> SearchTracesAsync(TraceQuery query, CancellationToken cancellationToken)
    {
        var after = PageToken.Parse(query.PageToken, PageToken.Traces);
        return reads.RunAsync(connection => SqliteTraceRecords.Page(connection, query, after), cancellationToken);
    }

    private static IEnumerable<Otlp.ResourceSpans> ReadSpans(SqliteConnection connection, long traceKey)
    {
        var assembly = new TraceAssembly();
        foreach (var (message, places) in SqliteTracePayload.Read(connection, traceKey))
        {
            assembly.Add(message, ordinal => places.TryGetValue(ordinal, out var place) ? place : null);
        }

        return assembly.ToResourceSpans();
    }
}
