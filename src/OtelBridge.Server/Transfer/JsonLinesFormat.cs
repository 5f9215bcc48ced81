using System.Buffers;
using System.Text.Json;
using OtelBridge.Server.Commands;
using OtelBridge.Otlp;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Transfer;

/// <summary>One JSON object a line, with everything that is known of a trace: its record, the name of its experiment, its spans as OTLP/JSON, what each of them cost.</summary>
/// <remarks>A line without its <c>info</c> is an OTLP/JSON request, which every OTLP receiver takes.</remarks>
internal sealed class JsonLinesFormat : ITraceFormat
{
    public const string Info = "info";
    public const string ExperimentName = "experiment_name";
    public const string ResourceSpans = "resourceSpans";

    public string Name => "jsonl";

    public void WriteHeader(IBufferWriter<byte> output)
    {
    }

    public void Write(IBufferWriter<byte> output, Trace trace, string experimentName)
    {
        using (var json = new Utf8JsonWriter(output, OtlpJsonWriter.Options))
        {
            json.WriteStartObject();
            json.WritePropertyName(Info);
            TraceInfoJson.Write(json, trace.Info);
            json.WriteString(ExperimentName, experimentName);
            OtlpJsonWriter.WriteResourceSpans(json, trace.ResourceSpans);
            CostJson.WriteSpans(json, trace);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }
}
