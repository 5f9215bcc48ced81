using Npgsql;
using NpgsqlTypes;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>Writes the rows of new traces, which cannot be there already, by binary COPY: the database takes them page by page rather than row by row.</summary>
/// <remarks>Measured at half the time of the same rows by INSERT … SELECT … ON CONFLICT.</remarks>
internal static class PostgresCopies
{
    private const string SpansSql = $"""
        COPY spans (trace_key, span_id, parent_id, block_id, part, ordinal, status, start_ns, end_ns, name, type, model_id, service_id, error,
                    {UsageColumns.OfSpan})
        FROM STDIN (FORMAT binary)
        """;

    private const string FacetsSql = "COPY trace_facets (facet_id, first_key, last_key) FROM STDIN (FORMAT binary)";

    public static void WriteSpans(NpgsqlConnection connection, IEnumerable<PostgresTrace> traces, PostgresFacets facets)
    {
        using var copy = connection.BeginBinaryImport(SpansSql);
        foreach (var trace in traces)
        {
            foreach (var span in trace.Spans.Values)
            {
                if (span?.Row is not null)
                {
                    WriteSpan(copy, trace.Facts.Key, span, span.Row, facets);
                }
            }
        }

        copy.Complete();
    }

    public static void WriteFacets(NpgsqlConnection connection, IEnumerable<(long Facet, long First, long Last)> rows)
    {
        using var copy = connection.BeginBinaryImport(FacetsSql);
        foreach (var (facet, first, last) in rows)
        {
            copy.StartRow();
            Write(copy, facet);
            Write(copy, first);
            Write(copy, last);
        }

        copy.Complete();
    }

    private static void WriteSpan(NpgsqlBinaryImporter copy, long traceKey, PostgresSpan span, SpanRow row, PostgresFacets facets)
    {
        copy.StartRow();
        Write(copy, traceKey);
        Write(copy, row.SpanId);
        Write(copy, row.ParentSpanId);
        Write(copy, span.Stored.BlockId);
        Write(copy, span.Part);
        Write(copy, span.Ordinal);
        Write(copy, row.Status);
        Write(copy, row.StartUnixNano);
        Write(copy, row.EndUnixNano);
        Write(copy, row.Name);
        Write(copy, row.Type);
        Write(copy, facets.ModelId(row));
        Write(copy, facets.ServiceId(row));
        Write(copy, row.Error);
        Write(copy, row.TokenUsage?.Input);
        Write(copy, row.TokenUsage?.Output);
        Write(copy, row.TokenUsage?.Total);
        Write(copy, row.Cost?.Input);
        Write(copy, row.Cost?.Output);
        Write(copy, row.Cost?.Total);
        Write(copy, row.Cost?.CacheRead);
        Write(copy, row.Cost?.CacheWrite);
        Write(copy, row.Cost?.Reasoning);
    }

    private static void Write(NpgsqlBinaryImporter copy, long? value)
    {
        if (value is { } number)
        {
            copy.Write(number, NpgsqlDbType.Bigint);
        }
        else
        {
            copy.WriteNull();
        }
    }

    private static void Write(NpgsqlBinaryImporter copy, string? text)
    {
        if (text is null)
        {
            copy.WriteNull();
        }
        else
        {
            copy.Write(PostgresText.Storable(text), NpgsqlDbType.Text);
        }
    }
}
