using System.Globalization;
using System.Text.Json;

namespace OtelBridge.Server.Tests.Rest.Replay;

/// <summary>Compares a body with the recorded one.</summary>
/// <remarks>
/// Not compared: wording of errors, page tokens beyond their presence, and what the recording says varies. Alike: 4 and 4.0 and what floating-point arithmetic leaves, lists of keys and values in any
/// order, and texts that are the same JSON.
/// </remarks>
internal sealed class AnswerComparison(string exchange, IReadOnlyCollection<string> varies)
{
    private readonly string _exchange = exchange;
    private readonly List<Finding> _findings = []; // bounded by the size of one body

    public IReadOnlyList<Finding> Findings => _findings;

    public void Compare(string at, JsonElement recorded, JsonElement actual)
    {
        if (varies.Contains(at) || at is "/json/message" || at.EndsWith("/next_page_token", StringComparison.Ordinal))
        {
            return;
        }

        switch (recorded.ValueKind, actual.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object):
                CompareMembers(at, "/", Members(recorded), Members(actual));
                break;
            case (JsonValueKind.Array, JsonValueKind.Array) when IsKeyed(recorded) && IsKeyed(actual):
                CompareMembers(at, "{key}/", Keyed(recorded), Keyed(actual));
                break;
            case (JsonValueKind.Array, JsonValueKind.Array):
                CompareMembers(at, "/", Numbered(recorded), Numbered(actual));
                break;
            case (JsonValueKind.String, JsonValueKind.String):
                CompareText(at, recorded.GetString()!, actual.GetString()!);
                break;
            default:
                if (recorded.ValueKind != actual.ValueKind || (!JsonElement.DeepEquals(recorded, actual) && !SameNumber(recorded, actual)))
                {
                    Add(at, recorded.GetRawText(), actual.GetRawText());
                }

                break;
        }
    }

    public void Add(string at, string recorded, string actual) => _findings.Add(new Finding(_exchange, at, recorded, actual));

    private static bool SameNumber(JsonElement recorded, JsonElement actual) =>
        recorded.ValueKind == JsonValueKind.Number && Math.Abs(recorded.GetDouble() - actual.GetDouble()) <= 1e-12 * Math.Max(1, Math.Abs(recorded.GetDouble()));

    private static bool IsKeyed(JsonElement list)
    {
        var keys = list.EnumerateArray().Select(static item => item.ValueKind == JsonValueKind.Object && item.TryGetProperty("key", out var key) ? key.GetString() : null).ToList();
        return keys.TrueForAll(static key => key is not null) && keys.Distinct().Count() == keys.Count;
    }

    private static Dictionary<string, JsonElement> Members(JsonElement item) => item.EnumerateObject().ToDictionary(static m => m.Name, static m => m.Value);

    private static Dictionary<string, JsonElement> Keyed(JsonElement list) => list.EnumerateArray()
        .ToDictionary(static item => item.GetProperty("key").GetString()!, static item => item);

    private static Dictionary<string, JsonElement> Numbered(JsonElement list) => list.EnumerateArray()
        .Select(static (item, i) => (item, i)).ToDictionary(static p => p.i.ToString(CultureInfo.InvariantCulture), static p => p.item);

    private void CompareMembers(string at, string separator, Dictionary<string, JsonElement> recorded, Dictionary<string, JsonElement> actual)
    {
        foreach (var name in recorded.Keys.Union(actual.Keys))
        {
            var place = at + separator + name;
            var isKept = recorded.TryGetValue(name, out var old);
            var isGiven = actual.TryGetValue(name, out var now);
            if (isKept && isGiven)
            {
                Compare(place, old, now);
            }
            else if (!varies.Contains(place))
            {
                Add(place, isKept ? old.GetRawText() : Finding.Nothing, isGiven ? now.GetRawText() : Finding.Nothing);
            }
        }
    }

    private void CompareText(string at, string recorded, string actual)
    {
        if (recorded == actual)
        {
            return;
        }

        if (Json(recorded) is { } old && Json(actual) is { } now)
        {
            Compare(at, old, now);
        }
        else
        {
            Add(at, recorded, actual);
        }
    }

    private static JsonElement? Json(string text)
    {
        try
        {
            return text.AsSpan().TrimStart() is ['{' or '[', ..] ? JsonDocument.Parse(text).RootElement : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
