using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OtelBridge.Fuzz.Mutation;

/// <summary>Changes JSON value by value, so that it stays JSON.</summary>
internal static class JsonMutation
{
    // As raw text: also what a writer would not write.
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1.5", "1e309", "-1e309", "1e-999", "123456789012345678901234567890", "18446744073709551615", "9223372036854775808",
        "\"\"", "\"0\"", "\"NaN\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\u0000\"", "\"2262-04-12T00:00:00Z\"", "\"-1s\"", "[]", "{}", "[[]]", "[null]", "{\"\":0}", "{\"\\udc00\":1}",
    ];

    // Raw values go in by a mark, since a tree holds no broken text.
    private const string Mark = "@@raw@@";

    /// <summary>Gives changed JSON; the input itself where it is none.</summary>
    /// <param name="input">The bytes.</param>
    /// <param name="choose">Chooses a number below another.</param>
    /// <param name="word">Chooses a word.</param>
    public static byte[] Change(byte[] input, Func<int, int> choose, Func<string> word)
    {
        // Behind a head of its own, as the body of a request has one.
        var start = Math.Max(0, input.AsSpan().IndexOf("\n\n"u8));
        if (input.AsSpan(start).IndexOfAny((byte)'{', (byte)'[') < 0)
        {
            return input;
        }

        JsonNode? root;
        try
        {
            root = JsonNode.Parse(input.AsSpan(start));
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return input;
        }

        try
        {
            var places = new List<(JsonNode Parent, object Key)>(); // the values of the input
            Collect(root, places);
            if (places.Count == 0)
            {
                return input;
            }

            Change(places[choose(places.Count)], places, choose, word);
            var text = root!.ToJsonString().Replace($"\"{Mark}\"", Values[choose(Values.Length)], StringComparison.Ordinal);
            return [.. input.AsSpan(0, start), .. start > 0 ? "\n\n"u8 : [], .. Encoding.UTF8.GetBytes(text)];
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or JsonException)
        {
            return input; // a key that is there twice, or half a surrogate pair
        }
    }

    private static void Change((JsonNode Parent, object Key) place, List<(JsonNode Parent, object Key)> places, Func<int, int> choose, Func<string> word)
    {
        switch (choose(8))
        {
            case 0 when place.Parent is JsonObject map:
                map.Remove((string)place.Key);
                break;
            case 0 when place.Parent is JsonArray list:
                list.RemoveAt((int)place.Key);
                break;
            case 1 when place.Parent is JsonArray list:
                for (var times = 1 + choose(20); times > 0; times--)
                {
                    list.Add(list[(int)place.Key]?.DeepClone());
                }

                break;
            case 1 or 2 when place.Parent is JsonObject map:
                map[word()] = Value(place)?.DeepClone();
                break;
            case 3:
                var (from, key) = places[choose(places.Count)];
                Set(place, Value((from, key))?.DeepClone());
                break;
            case 4:
                Set(place, JsonValue.Create(word()));
                break;
            case 5:
                Set(place, new JsonArray(Value(place)?.DeepClone()));
                break;
            case 6 when Value(place) is JsonValue value:
                Set(place, JsonValue.Create(value.ToString()));
                break;
            default:
                Set(place, JsonValue.Create(Mark));
                break;
        }
    }

    private static void Collect(JsonNode? node, List<(JsonNode Parent, object Key)> places)
    {
        if (node is JsonObject map)
        {
            foreach (var (key, value) in map)
            {
                places.Add((map, key));
                Collect(value, places);
            }
        }
        else if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                places.Add((list, i));
                Collect(list[i], places);
            }
        }
    }

    private static JsonNode? Value((JsonNode Parent, object Key) place) => place.Parent is JsonObject map ? map[(string)place.Key] : place.Parent[(int)place.Key];

    private static void Set((JsonNode Parent, object Key) place, JsonNode? value)
    {
        if (place.Parent is JsonObject map)
        {
            map[(string)place.Key] = value;
        }
        else
        {
            place.Parent[(int)place.Key] = value;
        }
    }
}
