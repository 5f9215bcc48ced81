using System.Text.Json;
using OtelBridge.Server.Otlp;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Transfer;

/// <summary>Reads a line of JSON Lines: what <see cref="JsonLinesFormat"/> writes, or a request of OTLP/JSON, as collectors write into files.</summary>
internal static class TraceEntryReader
{
    /// <summary>Reads one line.</summary>
    /// <exception cref="BadTraceException">It is no trace.</exception>
    public static TraceEntry Read(long line, ReadOnlySpan<byte> utf8)
    {
        try
        {
            var spans = OtlpJsonReader.ReadRequest(utf8); // first: its messages say what is wrong, and where
            var (info, experimentName, hasSpans) = ReadHead(utf8);
            return info is not null || hasSpans
                ? new TraceEntry(line, info, experimentName, spans)
                : throw new BadTraceException($"expected '{JsonLinesFormat.Info}' or '{JsonLinesFormat.ResourceSpans}', found neither");
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

    private static (TraceInfo? Info, string? ExperimentName, bool HasSpans) ReadHead(ReadOnlySpan<byte> utf8)
    {
        var json = new Utf8JsonReader(utf8);
        json.Read(); // into the object

        var (info, experimentName, hasSpans) = ((TraceInfo?)null, (string?)null, false);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString();
            json.Read();
            switch (name)
            {
                case JsonLinesFormat.Info:
                    info = TraceInfoReader.Read(new JsonFields(JsonElement.ParseValue(ref json), JsonLinesFormat.Info));
                    break;
                case JsonLinesFormat.ExperimentName:
                    experimentName = json.GetString();
                    break;
                case JsonLinesFormat.ResourceSpans:
                    hasSpans = true;
                    json.Skip();
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return (info, experimentName, hasSpans);
    }
}
