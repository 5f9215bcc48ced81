using System.Globalization;
using System.Text.Json;

namespace OtelBridge.Pricing;

/// <summary>Reads a table of prices from its JSON form, and says where one is wrong.</summary>
internal static class PriceTableReader
{
    /// <summary>Largest table that is read.</summary>
    public const int LongestText = 8 * 1024 * 1024;

    private const decimal HighestPrice = 1_000_000m;

    private static readonly JsonDocumentOptions _form = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
        MaxDepth = 16,
    };

    public static PriceTable Read(Stream json)
    {
        try
        {
            using var document = JsonDocument.Parse(Bounded(json), _form);
            return Table(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new FormatException("The price table is not JSON: " + e.Message, e);
        }
        catch (InvalidOperationException e)
        {
            // Half a surrogate pair, or bytes that are no UTF-8, are found when a text is asked for.
            throw new FormatException("The price table has a text that is no Unicode: " + e.Message, e);
        }
    }

    /// <summary>The price at a place; in US dollars for a million tokens.</summary>
    internal static decimal Price(JsonElement value, string place)
    {
        Demand(
            value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var price) && price is >= 0 and <= HighestPrice,
            place,
            "a number from 0 to 1000000 (US dollars for a million tokens)");
        return value.GetDecimal();
    }

    internal static void Demand(bool holds, string place, string expected)
    {
        if (!holds)
        {
            throw Wrong(place, "must be " + expected);
        }
    }

    internal static FormatException Wrong(string place, string what) => new($"The price table is wrong at {place}: it {what}.");

    private static ReadOnlyMemory<byte> Bounded(Stream json)
    {
        using var text = new MemoryStream();
        var piece = new byte[16 * 1024];
        for (int read; (read = json.Read(piece)) > 0;)
        {
            text.Write(piece, 0, read);
            if (text.Length > LongestText)
            {
                throw new FormatException($"The price table is longer than {LongestText} bytes.");
            }
        }

        var bytes = text.GetBuffer().AsMemory(0, (int)text.Length);
        return bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
    }

    private static PriceTable Table(JsonElement root)
    {
        Demand(root.ValueKind == JsonValueKind.Object, "$", "an object with \"models\"");
        var date = DateOnly.MinValue;
        Dictionary<string, PricedModel[]>? models = null;
        foreach (var member in root.EnumerateObject())
        {
            switch (member.Name)
            {
                case "date":
                    date = Date(member.Value);
                    break;
                case "models":
                    models = Models(member.Value);
                    break;
                case "source" or "note" or "$schema":
                    break;
                default:
                    throw Wrong(member.Name, "is not a member of a price table (date, source, note, models)");
            }
        }

        if (models is null)
        {
            throw Wrong("models", "is missing");
        }

        return new PriceTable(date, models);
    }

    private static DateOnly Date(JsonElement value)
    {
        Demand(
            value.ValueKind == JsonValueKind.String
                && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "date",
            "a day as 2026-12-31");
        return DateOnly.ParseExact(value.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static Dictionary<string, PricedModel[]> Models(JsonElement list)
    {
        Demand(list.ValueKind == JsonValueKind.Array, "models", "a list");
        var models = new Dictionary<string, PricedModel[]>(StringComparer.OrdinalIgnoreCase);
        var index = 0;
        foreach (var entry in list.EnumerateArray())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"models[{index++}]");
            Demand(entry.ValueKind == JsonValueKind.Object, place, "an object");
            var read = new PriceEntryReader(place, entry).Read();
            foreach (var name in read.Names)
            {
                Add(models, name, read.Model, place);
            }
        }

        return models;
    }

    private static void Add(Dictionary<string, PricedModel[]> models, string name, PricedModel model, string place)
    {
        var same = models.GetValueOrDefault(name, []);
        foreach (var other in same)
        {
            if (other.Providers.Length == 0 ? model.Providers.Length == 0 : Array.Exists(other.Providers, model.IsSoldBy))
            {
                throw Wrong(place, $"gives \"{name}\" a second price of the same provider");
            }
        }

        models[name] = [.. same, model];
    }
}
