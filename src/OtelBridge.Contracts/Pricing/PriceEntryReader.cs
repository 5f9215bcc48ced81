using System.Globalization;
using System.Text.Json;
using static OtelBridge.Pricing.PriceTableReader;

namespace OtelBridge.Pricing;

/// <summary>Reads one entry of a price table.</summary>
internal sealed class PriceEntryReader(string place, JsonElement entry)
{
    private readonly List<string> _names = [];
    private string[] _providers = [];
    private bool _openWeights;
    private KeyValuePair<string, Tariff>[] _tiers = [];

    /// <summary>The entry, and the names it is for.</summary>
    public (IReadOnlyList<string> Names, PricedModel Model) Read()
    {
        var tariff = ReadTariff(entry, place, IsOfEntry);
        if (_names.Count == 0)
        {
            throw Wrong(place, "has no \"model\"");
        }

        return (_names, new PricedModel(_providers, _openWeights, tariff, _tiers));
    }

    private static Tariff ReadTariff(JsonElement value, string place, Func<JsonProperty, string, bool> others)
    {
        Demand(value.ValueKind == JsonValueKind.Object, place, "an object of prices");
        var steps = Array.Empty<TariffStep>();
        var rates = ReadRates(value, place, (member, at) =>
        {
            if (member.Name != "above")
            {
                return others(member, at);
            }

            steps = ReadSteps(member.Value, at);
            return true;
        });
        return new Tariff(rates, steps);
    }

    private static Rates ReadRates(JsonElement value, string place, Func<JsonProperty, string, bool> others)
    {
        decimal? input = null;
        decimal? output = null;
        decimal? read = null;
        decimal? write = null;
        decimal? longer = null;
        decimal? reasoning = null;
        foreach (var member in value.EnumerateObject())
        {
            var at = place + "." + member.Name;
            switch (member.Name)
            {
                case "input":
                    input = Price(member.Value, at);
                    break;
                case "output":
                    output = Price(member.Value, at);
                    break;
                case "cache_read":
                    read = Price(member.Value, at);
                    break;
                case "cache_write":
                    write = Price(member.Value, at);
                    break;
                case "cache_write_long":
                    longer = Price(member.Value, at);
                    break;
                case "reasoning":
                    reasoning = Price(member.Value, at);
                    break;
                default:
                    if (!others(member, at))
                    {
                        throw Wrong(at, "is not a member that belongs there");
                    }

                    break;
            }
        }

        if (input is null || output is null)
        {
            throw Wrong(place, "needs \"input\" and \"output\"; what is free says 0");
        }

        return new Rates(input.Value, output.Value)
        {
            CacheRead = read,
            CacheWrite = write,
            CacheWriteLong = longer,
            Reasoning = reasoning,
        };
    }

    private static TariffStep[] ReadSteps(JsonElement list, string place)
    {
        Demand(list.ValueKind == JsonValueKind.Array, place, "a list");
        var steps = new List<TariffStep>();
        foreach (var step in list.EnumerateArray())
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{place}[{steps.Count}]");
            Demand(step.ValueKind == JsonValueKind.Object, at, "an object of \"tokens\" and prices");
            long above = 0;
            var rates = ReadRates(step, at, (member, path) =>
            {
                if (member.Name != "tokens")
                {
                    return false;
                }

                Demand(
                    member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt64(out above) && above > 0,
                    path,
                    "a whole number above 0");
                return true;
            });
            Demand(above > 0, at + ".tokens", "there");
            Demand(steps.TrueForAll(other => other.Above != above), at + ".tokens", "another number than those before");
            steps.Add(new TariffStep(above, rates));
        }

        steps.Sort(static (one, other) => other.Above.CompareTo(one.Above));
        return [.. steps];
    }

    private bool IsOfEntry(JsonProperty member, string at)
    {
        switch (member.Name)
        {
            case "model":
                _names.AddRange(Texts(member.Value, at));
                return true;
            case "provider":
                _providers = [.. Texts(member.Value, at).Select(name => PriceProviders.NameOf(name)
                    ?? throw Wrong(at, $"names no provider with \"{name}\""))];
                return true;
            case "open_weights":
                Demand(member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False, at, "true or false");
                _openWeights = member.Value.GetBoolean();
                return true;
            case "tiers":
                _tiers = ReadTiers(member.Value, at);
                return true;
            case "note":
                return true;
            default:
                return false;
        }
    }

    private static KeyValuePair<string, Tariff>[] ReadTiers(JsonElement value, string place)
    {
        Demand(value.ValueKind == JsonValueKind.Object, place, "an object of service tiers");
        var tiers = new List<KeyValuePair<string, Tariff>>();
        foreach (var tier in value.EnumerateObject())
        {
            var at = place + "." + tier.Name;
            Demand(!tiers.Exists(other => string.Equals(other.Key, tier.Name, StringComparison.OrdinalIgnoreCase)), at, "there once");
            tiers.Add(new(tier.Name, ReadTariff(tier.Value, at, static (_, _) => false)));
        }

        return [.. tiers];
    }

    private static List<string> Texts(JsonElement value, string place)
    {
        List<string> texts = [];
        var single = value.ValueKind == JsonValueKind.String;
        Demand(single || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0), place, "a name or a list of names");
        foreach (var one in single ? [value] : value.EnumerateArray().ToArray())
        {
            Demand(one.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(one.GetString()), place, "a name or a list of names");
            texts.Add(one.GetString()!.Trim());
        }

        return texts;
    }
}
