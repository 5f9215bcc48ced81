using System.Buffers;
using Google.Protobuf;
using OtelBridge.Otlp;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search.Text;
using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Writes rows of <c>spans</c>. Belongs to one request.</summary>
internal sealed class SpanColumns(RowBinaryWriter rows)
{
    public const string Names = "trace_id, span_id, rank, arrival, day, experiment_id, experiment_is_explicit, parent_id, otlp_trace_id, kind, status, start_ns, end_ns, "
        + $"name, type, model, service, error, {UsageColumns.OfSpan}, root, attributes, text, resource, scope, payload";

    private const long NanosPerDay = 86_400_000_000_000;

    private readonly ArrayBufferWriter<char> _text = new(); // used for one span after the other

    /// <summary>Gives the day of a time: days since 1970.</summary>
    public static int Day(long unixNano) => (int)Math.DivRem(unixNano, NanosPerDay, out var rest) - (rest < 0 ? 1 : 0);

    /// <summary>Writes the spans of a batch.</summary>
    /// <returns>The spans as the record of their trace follows from them.</returns>
    public List<StoredSpanRow> Write(TraceBatch batch, ulong arrival)
    {
        var stored = new List<StoredSpanRow>(batch.Spans.Count);
        foreach (var resource in batch.Payload.ResourceSpans)
        {
            var resourceBytes = new ResourceSpans { Resource = resource.Resource, SchemaUrl = resource.SchemaUrl }.ToByteArray();
            foreach (var scope in resource.ScopeSpans)
            {
                var scopeBytes = new ScopeSpans { Scope = scope.Scope, SchemaUrl = scope.SchemaUrl }.ToByteArray();
                foreach (var span in scope.Spans)
                {
                    var copy = StoredSpanRow.Of(batch.Spans[stored.Count], arrival);
                    stored.Add(copy);
                    WriteFacts(batch, copy, arrival);
                    WriteContents(span);
                    rows.Bytes(resourceBytes);
                    rows.Bytes(scopeBytes);
                    rows.Message(span);
                    rows.EndRow();
                }
            }
        }

        return stored;
    }

    private void WriteFacts(TraceBatch batch, StoredSpanRow copy, ulong arrival)
    {
        var row = copy.Row;
        rows.String(batch.TraceId);
        rows.Int64(row.SpanId);
        rows.UInt64(copy.Rank);
        rows.UInt64(arrival);
        rows.Int32(Day(row.StartUnixNano));
        rows.Int64(batch.ExperimentId);
        rows.Bool(batch.ExperimentIsExplicit);
        rows.NullableInt64(row.ParentSpanId);
        rows.NullableString(row.OtlpTraceId);
        rows.UInt8((byte)Math.Clamp(row.Kind, 0, byte.MaxValue));
        rows.UInt8((byte)Math.Clamp(row.Status, 0, byte.MaxValue));
        rows.Int64(row.StartUnixNano);
        rows.NullableInt64(row.EndUnixNano);
        rows.String(row.Name);
        rows.NullableString(row.Type);
        rows.NullableString(row.Model);
        rows.NullableString(row.ServiceName);
        rows.NullableString(row.Error);
        UsageCells.Write(rows, row.TokenUsage, row.Cost);
        rows.String(RootText.Write(row.Root));
    }

    private void WriteContents(Span span)
    {
        rows.Map(SearchableAttributes.Of(span));
        SearchableText.Append(_text, span);
        rows.String(_text.WrittenSpan);
        _text.ResetWrittenCount();
    }
}
