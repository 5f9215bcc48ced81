namespace OtelBridge.Pricing;

/// <summary>One entry of a price table: a model as some providers sell it.</summary>
/// <param name="Providers">Who sells it at these prices, in the table's names; empty for everybody.</param>
/// <param name="OpenWeights">Whether anybody may run the model, so that its name alone does not say what it costs.</param>
/// <param name="Standard">The prices where no service tier is said.</param>
/// <param name="Tiers">The prices of the other service tiers.</param>
internal sealed record PricedModel(
    string[] Providers, bool OpenWeights, Tariff Standard, KeyValuePair<string, Tariff>[] Tiers)
{
    private static readonly string[] _standardNames = ["default", "standard", "auto", "on_demand", "on-demand"];

    /// <summary>The prices of a service tier; null where the table does not have them.</summary>
    public Tariff? In(string? tier)
    {
        if (string.IsNullOrWhiteSpace(tier))
        {
            return Standard;
        }

        var name = tier.Trim();
        foreach (var (other, tariff) in Tiers)
        {
            if (string.Equals(other, name, StringComparison.OrdinalIgnoreCase))
            {
                return tariff;
            }
        }

        return Array.Exists(_standardNames, standard => string.Equals(standard, name, StringComparison.OrdinalIgnoreCase)) ? Standard : null;
    }

    public bool IsSoldBy(string provider) => Array.IndexOf(Providers, provider) >= 0;
}
