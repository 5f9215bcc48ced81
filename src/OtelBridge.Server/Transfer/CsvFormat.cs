using System.Buffers;
using System.Text;
using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Pricing;
using OtelBridge.Server.Commands;
using OtelBridge.Otlp;
using OtelBridge.Store.Translation;
using OtelBridge.Tracking.V1;

using OtelBridge.Web.Wording;
namespace OtelBridge.Server.Transfer;

/// <summary>One row a trace, for spreadsheets and evaluation sets: the whole request and response, not their previews; lists and maps as JSON.</summary>
internal sealed class CsvFormat : ITraceFormat
{
    private static readonly string[] Columns =
    [
        "trace_id", "experiment_id", "state", "request_time", "execution_duration_ms", "name", "request", "response", "session", "user",
        "input_tokens", "output_tokens", "total_tokens", "input_cost", "output_cost", "total_cost", "unpriced_spans", "tags", "metadata", "assessments",
    ];

    public string Name => "csv";

    public void WriteHeader(IBufferWriter<byte> output)
    {
        var row = new CsvRow(output);
        foreach (var column in Columns)
        {
            row.Text(column);
        }

        row.End();
    }

    public void Write(IBufferWriter<byte> output, Trace trace, string experimentName)
    {
        const decimal NanosecondsPerMillisecond = 1_000_000;
        var info = trace.Info;
        var content = TraceContent.Of(trace.ResourceSpans);
        var row = new CsvRow(output);
        row.Text(info.TraceId);
        row.Text(info.ExperimentId);
        row.Text(TraceStateText.Of(info.State));
        row.Text(Moment(info.StartTimeUnixNano));
        row.Number(info.HasDurationNano ? info.DurationNano / NanosecondsPerMillisecond : (decimal?)null);
        row.Text(info.Name);
        row.Text(content.Request ?? (info.HasRequestPreview ? info.RequestPreview : null));
        row.Text(content.Response ?? (info.HasResponsePreview ? info.ResponsePreview : null));
        row.Text(info.Metadata.GetValueOrDefault(MlflowKeys.TraceSession));
        row.Text(info.Metadata.GetValueOrDefault(MlflowKeys.TraceUser));
        row.Number(info.TokenUsage?.InputTokens);
        row.Number(info.TokenUsage?.OutputTokens);
        row.Number(info.TokenUsage?.TotalTokens);
        var cost = SpanCost.Of(info.Cost);
        row.Number(Dollars(cost?.Input));
        row.Number(Dollars(cost?.Output));
        row.Number(Dollars(cost?.Total));
        row.Number(info.Cost?.UnpricedSpans);
        row.Text(Json(json => TraceInfoJson.WriteMap(json, info.Tags)));
        row.Text(Json(json => TraceInfoJson.WriteMap(json, info.Metadata)));
        row.Text(Json(json => AssessmentJson.WriteAll(json, info.Assessments)));
        row.End();
    }

    private static decimal? Dollars(long? picodollars) => picodollars is { } known ? SpanCost.Dollars(known) : null;

    // ISO 8601 to the millisecond, as MLflow's request_time.
    private static string Moment(ulong unixNano) => TimeText.Moment(unixNano).Replace(' ', 'T');

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, OtlpJsonWriter.Options))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
