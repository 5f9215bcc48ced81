using System.Text.Json;
using OtelBridge.Pricing;

namespace OtelBridge.Contracts.Tests.Pricing;

/// <summary>The table that OtelBridge brings: that it is one, and that no entry of it is plainly wrong.</summary>
public sealed class ModelPricesTests
{
    private static readonly string[] _sellers =
        ["openai", "azure", "anthropic", "aws.bedrock", "gcp.gemini", "gcp.vertex_ai", "mistral_ai", "x_ai", "groq", "cohere", "moonshot_ai"];

    public static TheoryData<string> Models => [.. PriceTable.Default.Entries.Select(static entry => entry.Key).Order(StringComparer.Ordinal)];

    [Fact]
    public void Table_IsDatedAndSaysWhereItIsFrom()
    {
        using var stream = typeof(PriceTable).Assembly.GetManifestResourceStream("OtelBridge.Pricing.model-prices.json")!;
        using var json = JsonDocument.Parse(stream);

        PriceTable.Default.Date.ShouldBeInRange(new DateOnly(2026, 1, 1), DateOnly.FromDateTime(DateTime.UtcNow));
        json.RootElement.GetProperty("date").GetString().ShouldBe(PriceTable.Default.Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        json.RootElement.GetProperty("source").EnumerateArray().ShouldNotBeEmpty();
    }

    [Fact]
    public void Table_HasModelsOfEverySellerAndOfNoOther() =>
        PriceTable.Default.Entries.SelectMany(static entry => entry.Value).SelectMany(static model => model.Providers).Distinct().ShouldBe(_sellers, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Models))]
    public void Entry_HasPricesThatCanBe(string name)
    {
        foreach (var model in PriceTable.Default.Entries.Single(entry => entry.Key == name).Value)
        {
            model.Providers.ShouldNotBeEmpty("no price of ours holds for whoever runs a model of that name");
            foreach (var (tier, tariff) in model.Tiers.Append(new("standard", model.Standard)))
            {
                var longest = tariff.Steps.Aggregate(tariff.Usual, static (least, _) => least);
                Check(tariff.Usual, tier);
                foreach (var step in tariff.Steps.Reverse())
                {
                    Check(step.Rates, $"{tier} above {step.Above}");
                    step.Rates.Input.ShouldBeGreaterThanOrEqualTo(longest.Input);
                    step.Rates.Output.ShouldBeGreaterThanOrEqualTo(longest.Output);
                    (step.Rates.CacheRead ?? step.Rates.Input).ShouldBeGreaterThanOrEqualTo(longest.CacheRead ?? longest.Input);
                    longest = step.Rates;
                }
            }

            if (model.In("batch") is { } batch)
            {
                batch.Usual.Input.ShouldBe(model.Standard.Usual.Input / 2);
                batch.Usual.Output.ShouldBe(model.Standard.Usual.Output / 2);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Name_IsFoundAsItStands(string name)
    {
        foreach (var model in PriceTable.Default.Entries.Single(entry => entry.Key == name).Value)
        {
            foreach (var provider in model.Providers)
            {
                var cost = PriceTable.Default.CostOf(name, provider, new CallTokens(1_000_000, 0));
                cost!.Value.Input.ShouldBe(model.Standard.For(1_000_000).Input, provider);
            }
        }
    }

    private static void Check(Rates rates, string where)
    {
        rates.Input.ShouldBeInRange(0.001m, 1_000, where);
        (rates.Output == 0 || rates.Output >= rates.Input).ShouldBeTrue(where + ": output costs as much as input at least, or there is none");
        (rates.CacheRead ?? 0).ShouldBeInRange(0, rates.Input, where);
        (rates.CacheWrite ?? rates.Input).ShouldBeInRange(rates.Input, rates.Input * 2, where);
        (rates.CacheWriteLong ?? rates.CacheWrite ?? rates.Input).ShouldBeGreaterThanOrEqualTo(rates.CacheWrite ?? rates.Input, where);
        rates.Reasoning.ShouldBeNull(where);
    }
}
