using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using OtelBridge.Grpc;
using OtelBridge.Server.Tracking;

namespace OtelBridge.Server.Rest;

/// <summary>The fields of one JSON object, or the parameters of a query, read as leniently as MLflow reads them.</summary>
/// <remarks>
/// Names in snake_case or camelCase; 64-bit integers as numbers or text, 1.5 for 1; enums by name or number; null is absent. What cannot be read so is refused
/// with the name of the parameter.
/// </remarks>
internal readonly struct RestFields(JsonElement fields, bool isQuery = false)
{
    private readonly JsonElement _fields = fields;
    private readonly bool _isQuery = isQuery;

    /// <summary>Reads a JSON text.</summary>
    /// <exception cref="GrpcException">It is no valid Unicode.</exception>
    public static string ReadText(JsonElement text, string name)
    {
        try
        {
            return text.GetString() ?? string.Empty;
        }
        catch (InvalidOperationException)
        {
            throw TrackingRequest.Invalid("(no valid Unicode text)", name, "text is UTF-8, and escaped surrogates come in pairs");
        }
    }

    /// <summary>Gets what is read.</summary>
    public JsonElement Element => _fields;

    public bool Has(string name) => Find(name) is not null;

    /// <summary>Text; null when absent.</summary>
    public string? TextOrNull(string name) => Scalar(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => ReadText(text, name),
        { } other => throw Invalid(other, name, "it is text"),
    };

    /// <summary>Text; empty when absent, which the services refuse where it is needed.</summary>
    public string Text(string name) => TextOrNull(name) ?? string.Empty;

    /// <summary>Text that must be there, under a name that the services do not know.</summary>
    public string NonEmpty(string name) => Text(name) is { Length: > 0 } text ? text : throw TrackingRequest.Missing(name);

    /// <summary>An id: text, or a number as some clients send it. Empty when absent.</summary>
    public string Id(string name) =>
        Scalar(name) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : Text(name);

    public long? Int64OrNull(string name)
    {
        if (Scalar(name) is not { } value)
        {
            return null;
        }

        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => ReadText(value, name),
            _ => throw Invalid(value, name, "it is a whole number"),
        };
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return whole;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < long.MaxValue
            ? (long)number
            : throw Invalid(value, name, "it is a whole number of 64 bits");
    }

    public int? Int32OrNull(string name) => Int64OrNull(name) switch
    {
        null => null,
        >= int.MinValue and <= int.MaxValue and var number => (int)number,
        var number => throw TrackingRequest.Invalid(string.Create(CultureInfo.InvariantCulture, $"{number}"), name, "it is a whole number of 32 bits"),
    };

    /// <summary>How many results a page may have; 0, the services' "default", when absent.</summary>
    public int MaxResults() => Int32OrNull("max_results") switch
    {
        null => 0,
        > 0 and var number => number,
        var number => throw TrackingRequest.Invalid(string.Create(CultureInfo.InvariantCulture, $"{number}"), "max_results", "it is at least 1"),
    };

    /// <summary>A number; NaN and the infinities come as text.</summary>
    public double? DoubleOrNull(string name) => Scalar(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
        { ValueKind: JsonValueKind.String } text when TryReadDouble(ReadText(text, name), out var number) => number,
        { } other => throw Invalid(other, name, "it is a number, or one of \"NaN\", \"Infinity\", \"-Infinity\""),
    };

    public bool? BooleanOrNull(string name) => Scalar(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } text when bool.TryParse(ReadText(text, name), out var value) => value,
        { } other => throw Invalid(other, name, "it is true or false"),
    };

    /// <summary>One of the named values; null when absent.</summary>
    public T? EnumOrNull<T>(string name, RestNames<T> names)
        where T : struct, Enum
    {
        if (Scalar(name) is not { } value)
        {
            return null;
        }

        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => ReadText(value, name),
            _ => string.Empty,
        };
        return names.Find(text) ?? throw Invalid(value, name, $"it is one of {names}");
    }

    /// <summary>A list of texts; empty when absent.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        var texts = new List<string>();
        foreach (var item in Items(name))
        {
            texts.Add(item.ValueKind == JsonValueKind.String ? ReadText(item, name) : throw Invalid(item, name, "it is a list of texts"));
        }

        return texts;
    }

    /// <summary>A list of ids; empty when absent.</summary>
    public IReadOnlyList<string> Ids(string name) =>
        [.. Items(name).Select(item => item.ValueKind switch
        {
            JsonValueKind.Number => item.GetRawText(),
            JsonValueKind.String => ReadText(item, name),
            _ => throw Invalid(item, name, "it is a list of ids"),
        })];

    /// <summary>An object; null when absent.</summary>
    public RestFields? ObjectOrNull(string name) => Scalar(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new RestFields(value),
        { } other => throw Invalid(other, name, "it is an object"),
    };

    /// <summary>The objects of a list; items that are none are passed over, as by MLflow.</summary>
    public IEnumerable<RestFields> Objects(string name) =>
        Items(name).Where(static item => item.ValueKind == JsonValueKind.Object).Select(static item => new RestFields(item));

    /// <summary>An object of texts; empty when absent.</summary>
    public IEnumerable<KeyValuePair<string, string>> Map(string name)
    {
        if (Scalar(name) is not { } map)
        {
            yield break;
        }

        if (map.ValueKind != JsonValueKind.Object)
        {
            throw Invalid(map, name, "it is an object of texts");
        }

        foreach (var member in map.EnumerateObject())
        {
            yield return new(
                NameOf(member, name),
                member.Value.ValueKind == JsonValueKind.String ? ReadText(member.Value, name) : throw Invalid(map, name, "it is an object of texts"));
        }
    }

    /// <summary>A list of <c>{"key": …, "value": …}</c>; empty when absent.</summary>
    public IEnumerable<KeyValuePair<string, string>> Pairs(string name)
    {
        foreach (var item in Items(name))
        {
            var pair = item.ValueKind == JsonValueKind.Object ? new RestFields(item) : throw Invalid(item, name, "it is a list of keys and values");
            yield return new(pair.TextOrNull("key") ?? throw Invalid(item, name, "each of its items has a key"), pair.Text("value"));
        }
    }

    /// <summary>Any JSON value; null when absent, also where it is JSON's null.</summary>
    public JsonElement? AnyOrNull(string name) => Find(name);

    /// <summary>Refuses a request that lacks a parameter which may be empty, but not absent.</summary>
    public void Require(string name)
    {
        if (!Has(name))
        {
            throw TrackingRequest.Missing(name);
        }
    }

    private static bool TryReadDouble(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private static string NameOf(JsonProperty member, string name)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw TrackingRequest.Invalid("(no valid Unicode text)", name, "keys are UTF-8, and escaped surrogates come in pairs");
        }
    }

    // Bytes that are no UTF-8 may stand in texts inside of the value.
    private static GrpcException Invalid(JsonElement value, string name, string rule) =>
        TrackingRequest.Invalid(TrackingRequest.Quote(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value))), name, rule);

    private static string CamelCase(string name)
    {
        var parts = name.Split('_');
        return parts[0] + string.Concat(parts.Skip(1).Select(static part => part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
    }

    private JsonElement? Find(string name)
    {
        try
        {
            return (_fields.TryGetProperty(name, out var value) || _fields.TryGetProperty(CamelCase(name), out value)) && value.ValueKind != JsonValueKind.Null
                ? value
                : null;
        }
        catch (InvalidOperationException)
        {
            // Any name that has to be looked at, not the one that is looked for.
            throw new GrpcException(GrpcStatusCode.InvalidArgument, "A parameter's name is no valid Unicode text: text is UTF-8, and escaped surrogates come in pairs.");
        }
    }

    // A query repeats a key for a list; where one value is wanted, the last one counts.
    private JsonElement? Scalar(string name) =>
        Find(name) is { } value ? _isQuery ? value[value.GetArrayLength() - 1] : value : null;

    private JsonElement.ArrayEnumerator Items(string name) => Find(name) switch
    {
        null => default,
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        { } other => throw Invalid(other, name, "it is a list"),
    };
}
