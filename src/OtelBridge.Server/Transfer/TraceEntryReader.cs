using System.Runtime.InteropServices;
using System.Text.Json;
using OtelBridge.Server.Otlp;

namespace OtelBridge.Server.Transfer;

/// <summary>Reads a trace in any of the forms that are known, told apart by their members.</summary>
/// <remarks>What <see cref="JsonLinesFormat"/> writes; a request of OTLP/JSON, as collectors write them into files; what MLflow writes, see
/// <see cref="MlflowTraceReader"/>; or a list of those.</remarks>
internal static class TraceEntryReader
{
    // As deep as OTLP/JSON may be.
    private const int MaxDepth = 256;

    /// <summary>Gives the items of a list, or the text itself when it is none.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> utf8)
    {
        utf8 = utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8; // a byte order mark, as editors put before a file
        if (!utf8.Span.TrimStart(" \t\r\n"u8).StartsWith("["u8))
        {
            yield return utf8;
            yield break;
        }

        using var list = Parse(utf8);
        foreach (var item in list.RootElement.EnumerateArray())
        {
            yield return JsonMarshal.GetRawUtf8Value(item).ToArray(); // as it stands there: what is no UTF-8 is told with the trace
        }
    }

    /// <summary>Reads one trace.</summary>
    /// <exception cref="BadTraceException">It is none.</exception>
    public static TraceEntry Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            var spans = OtlpJsonReader.ReadRequest(utf8.Span); // first: its messages say what is wrong, and where
            var head = ReadHead(utf8.Span);
            if (head.HasResourceSpans)
            {
                var info = head.Info is { } json ? TraceInfoReader.Read(new JsonFields(json, JsonLinesFormat.Info)) : null;
                return new TraceEntry(spans) { Info = info, ExperimentName = head.ExperimentName };
            }

            return head switch
            {
                { Info: { } info, Data: { } data } => MlflowTraceReader.ReadTrace(info, data),
                { HasSpans: true } => ReadArtifact(utf8),
                _ => throw new BadTraceException($"it has no '{JsonLinesFormat.ResourceSpans}', and none of what MLflow writes"),
            };
        }
        catch (OtlpJsonException e)
        {
            throw new BadTraceException(e.Message.Replace("(line 1, ", "(", StringComparison.Ordinal), e); // the line of the file is told beside it
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new BadTraceException(e.Message, e);
        }
    }

    private static TraceEntry ReadArtifact(ReadOnlyMemory<byte> utf8)
    {
        using var file = Parse(utf8);
        return MlflowTraceReader.ReadArtifact(file.RootElement);
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException e)
        {
            throw new BadTraceException(e.Message, e);
        }
    }

    private static Head ReadHead(ReadOnlySpan<byte> utf8)
    {
        var json = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        json.Read(); // into the object
        var head = new Head();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString();
            json.Read();
            switch (name)
            {
                case JsonLinesFormat.Info:
                    head.Info = JsonElement.ParseValue(ref json);
                    break;
                case JsonLinesFormat.ExperimentName:
                    head.ExperimentName = json.GetString();
                    break;
                case MlflowTraceReader.Data:
                    head.Data = JsonElement.ParseValue(ref json);
                    break;
                default:
                    head.HasResourceSpans |= name == JsonLinesFormat.ResourceSpans;
                    head.HasSpans |= name == MlflowTraceReader.Spans;
                    json.Skip();
                    break;
            }
        }

        return head;
    }

    private sealed class Head
    {
        public JsonElement? Info { get; set; }

        public string? ExperimentName { get; set; }

        public JsonElement? Data { get; set; }

        public bool HasResourceSpans { get; set; }

        public bool HasSpans { get; set; }
    }
}
