using System.Text.Json;
using System.Text.RegularExpressions;

namespace OtelBridge.Testing.Golden;

/// <summary>Writes values with the members of objects in order, and without the ids of the trace and of its spans wherever those stand in a text.</summary>
internal sealed partial class StableValues
{
    private const string Ignored = "(ignored)";

    private readonly Utf8JsonWriter _writer;

    // As many as the trace has spans, and one.
    private readonly Dictionary<string, string> _ids;

    public StableValues(Utf8JsonWriter writer, CapturedTrace trace)
    {
        _writer = writer;
        _ids = trace.Spans.Select(static span => span.SpanId).Distinct().ToDictionary(static id => id, static _ => "(span id)");
        _ids[trace.TraceId[^32..]] = "(trace id)";
    }

    public void WriteText(string name, string? text)
    {
        if (text is not null)
        {
            _writer.WriteString(name, Stable(text));
        }
    }

    public void Write(string name, JsonElement value, IgnoredPlace place)
    {
        _writer.WritePropertyName(name);
        Write(value, place);
    }

    private void Write(JsonElement value, IgnoredPlace place)
    {
        switch (value.ValueKind)
        {
            case var _ when place.IsIgnored:
                _writer.WriteStringValue(Ignored);
                break;
            case JsonValueKind.Object:
                _writer.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(static member => member.Name, StringComparer.Ordinal))
                {
                    Write(Stable(member.Name), member.Value, place.Member(member.Name));
                }

                _writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                _writer.WriteStartArray();
                var index = 0;
                foreach (var element in value.EnumerateArray())
                {
                    Write(element, place.Element(index++));
                }

                _writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                _writer.WriteStringValue(Stable(value.GetString()!));
                break;
            default:
                value.WriteTo(_writer);
                break;
        }
    }

    private string Stable(string text) => HexId().Replace(text.ReplaceLineEndings("\n"), match => _ids.GetValueOrDefault(match.Value, match.Value));

    [GeneratedRegex("(?<![0-9a-f])(?:[0-9a-f]{32}|[0-9a-f]{16})(?![0-9a-f])")]
    private static partial Regex HexId();
}
