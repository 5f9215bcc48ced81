using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OtelBridge.Pricing;

namespace OtelBridge.Contracts.Tests.Pricing;

/// <summary>What holds for the cost of any call.</summary>
public sealed class PriceArithmeticTests
{
    private static readonly string[] _models = [.. PriceTable.Default.Entries.Select(static entry => entry.Key).Order(StringComparer.Ordinal)];

    // Also what cannot be: the counts are somebody's.
    private static readonly Gen<long> _count = Gen.OneOf(
        Gen.Choose(-10, 2_000_000).Select(static number => (long)number),
        Gen.Elements(long.MinValue, -1, 0, 1, 200_000, 200_001, long.MaxValue));

    private static readonly Gen<CallTokens> _tokens =
        from input in _count
        from output in _count
        from read in _count
        from write in _count
        from longer in _count
        from reasoning in _count
        select new CallTokens(input, output, read, write, reasoning) { CacheWriteLong = longer };

    private static readonly Gen<(string Model, CallTokens Tokens)> _calls =
        from model in Gen.Elements(_models)
        from tokens in _tokens
        select (model, tokens);

    [Fact]
    public void Cost_OfAnyCall_IsTheSumOfItsPartsAndNeverNegative() => Prop.ForAll(_calls.ToArbitrary(), static call =>
    {
        var cost = Cost(call.Model, call.Tokens);

        cost.Total.ShouldBe(cost.Input + cost.Output);
        new[] { cost.CacheRead, cost.CacheWrite, cost.Reasoning }.ShouldAllBe(static part => part >= 0);
        cost.Input.ShouldBeGreaterThanOrEqualTo(cost.CacheRead + cost.CacheWrite);
        cost.Output.ShouldBeGreaterThanOrEqualTo(cost.Reasoning);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Cost_OfMoreTokens_IsNotLess() => Prop.ForAll(
        (from call in _calls from more in Gen.Choose(0, 500_000) select (call, more)).ToArbitrary(),
        static pair =>
        {
            var ((model, tokens), more) = pair;
            tokens = tokens with { Input = Math.Min(tokens.Input, 1L << 60), Output = Math.Min(tokens.Output, 1L << 60) };
            var cost = Cost(model, tokens).Total;

            Cost(model, tokens with { Input = tokens.Input + more }).Total.ShouldBeGreaterThanOrEqualTo(cost);
            Cost(model, tokens with { Output = tokens.Output + more }).Total.ShouldBeGreaterThanOrEqualTo(cost);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Cost_OfCachedTokens_IsReckonedAtTheCachesPrices()
    {
        var cost = PriceTable.Default.CostOf(
            "claude-sonnet-4-6", "anthropic", new CallTokens(100_000, 10_000, CacheRead: 50_000, CacheWrite: 30_000, Reasoning: 4_000) { CacheWriteLong = 10_000 });

        cost.ShouldBe(new CallCost(
            Input: 0.02m * 3 + 0.05m * 0.3m + 0.02m * 3.75m + 0.01m * 6,
            Output: 0.15m,
            CacheRead: 0.015m,
            CacheWrite: 0.135m,
            Reasoning: 0.06m));
    }

    [Fact]
    public void Cost_WithoutAPriceOfItsOwn_IsThatOfWhatItIsAPartOf()
    {
        var table = Load("""{ "models": [ { "model": "m", "input": 2, "output": 4 }, { "model": "thinks", "input": 2, "output": 4, "reasoning": 1 } ] }""");
        var tokens = new CallTokens(1_000_000, 1_000_000, CacheRead: 250_000, CacheWrite: 250_000, Reasoning: 500_000);

        table.CostOf("m", null, tokens).ShouldBe(new CallCost(2, 4, 0.5m, 0.5m, 2));
        table.CostOf("thinks", null, tokens).ShouldBe(new CallCost(2, 2.5m, 0.5m, 0.5m, 0.5m));
    }

    [Fact]
    public void Cost_OfMoreCachedTokensThanThereWere_IsThatOfAllCached()
    {
        var cost = PriceTable.Default.CostOf("gpt-4o", "openai", new CallTokens(1_000_000, 0, CacheRead: 5_000_000, CacheWrite: 7));

        cost.ShouldBe(new CallCost(1.25m, 0, CacheRead: 1.25m));
    }

    private static CallCost Cost(string model, in CallTokens tokens)
    {
        var seller = PriceTable.Default.Entries.Single(entry => entry.Key == model).Value[0].Providers[0];
        return PriceTable.Default.CostOf(model, seller, tokens).ShouldNotBeNull($"{model} of {seller}");
    }

    private static PriceTable Load(string json) => PriceTable.Load(new MemoryStream(Encoding.UTF8.GetBytes(json)));
}
