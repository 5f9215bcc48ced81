using System.Text;
using System.Text.Json;
using OtelBridge.Configuration;
using OtelBridge.Tracing;
using OtelBridge.Tracing.Json;

namespace OtelBridge.Sources;

/// <summary>What a library says of inputs and outputs, as it may be recorded: changed as the options want it, and no longer than one value may be.</summary>
internal static class ForeignContent
{
    /// <summary>A longer text is not parsed, only cut.</summary>
    private const int MaxParsedLength = 16 << 20;

    /// <summary>The JSON text to record; null for none.</summary>
    public static string? Of(string? json)
    {
        if (json is null)
        {
            return null;
        }

        var max = ContentSettings.Current.MaxBytes;
        var redact = GenAISettings.Current.RedactText;
        if (redact is null && (json.Length <= max / 3 || Encoding.UTF8.GetByteCount(json) <= max))
        {
            return json;
        }

        if (json.Length > MaxParsedLength)
        {
            return redact is null ? JsonText.Of(json) : null;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return JsonText.Of(redact is null ? document.RootElement : Redacted(document.RootElement, redact));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException) // the latter two for halves of surrogate pairs
        {
            // What cannot be read cannot be looked through.
            return redact is null ? JsonText.Of(json) : null;
        }
    }

    private static object? Redacted(JsonElement value, Func<string, string?> redact) => value.ValueKind switch
    {
        JsonValueKind.String => Redacted(value.GetString() ?? string.Empty, redact),
        JsonValueKind.Array => value.EnumerateArray().Select(item => Redacted(item, redact)).ToArray(),
        JsonValueKind.Object => Members(value, redact),
        _ => value,
    };

    private static Dictionary<string, object?> Members(JsonElement value, Func<string, string?> redact)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal); // as many as the text has
        foreach (var member in value.EnumerateObject())
        {
            members[member.Name] = Redacted(member.Value, redact);
        }

        return members;
    }

    private static string? Redacted(string text, Func<string, string?> redact)
    {
        ref var quiet = ref QuietThread.Depth;
        quiet++;
        try
        {
            return redact(text);
        }
        catch (Exception)
        {
            return null;
        }
        finally
        {
            quiet--;
        }
    }
}
