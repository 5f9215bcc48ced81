using System.Collections.Frozen;

namespace OtelBridge.Pricing;

/// <summary>One entry of a price table: a model as some providers sell it.</summary>
/// <param name="Providers">Who sells it at these prices, in the table's names; empty for everybody.</param>
/// <param name="OpenWeights">Whether anybody may run the model, so that its name alone does not say what it costs.</param>
/// <param name="Standard">The prices where no service tier is said.</param>
/// <param name="Tiers">The prices of the other service tiers.</param>
internal sealed record PricedModel(
    string[] Providers, bool OpenWeights, Tariff Standard, FrozenDictionary<string, Tariff> Tiers)
{
    private static readonly FrozenSet<string> _standardNames =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "default", "standard", "auto", "on_demand", "on-demand");

    /// <summary>The prices of a service tier; null where the table does not have them.</summary>
    public Tariff? In(string? tier)
    {
        if (string.IsNullOrWhiteSpace(tier))
        {
            return Standard;
        }

        var name = tier.Trim();
        return Tiers.TryGetValue(name, out var tariff) ? tariff : _standardNames.Contains(name) ? Standard : null;
    }

    public bool IsSoldBy(string provider) => Array.IndexOf(Providers, provider) >= 0;
}
