using OtelBridge.Pricing;

namespace OtelBridge.Contracts.Tests.Pricing;

public sealed class PriceTableTests
{
    [Fact]
    public void CostOf_KnownModel_SumsItsParts()
    {
        var cost = PriceTable.Default.CostOf("gpt-4o-mini", "openai", new CallTokens(1_000_000, 500_000, CacheRead: 400_000));

        cost.ShouldBe(new CallCost(0.6m * 0.15m + 0.4m * 0.075m, 0.3m, CacheRead: 0.03m));
        cost!.Value.Total.ShouldBe(0.42m);
    }

    [Theory]
    [InlineData("gpt-4o-2024-08-06", "openai", 2.5)]
    [InlineData("gpt-4o-2024-05-13", "openai", 5)]
    [InlineData("openai/gpt-4o", null, 2.5)]
    [InlineData(" GPT-4o-latest ", "azure.ai.openai", 2.5)]
    [InlineData("azure/gpt-4o", "litellm", 2.5)]
    public void CostOf_OtherFormsOfAName_FindsTheModel(string model, string? provider, double input)
    {
        PriceTable.Default.CostOf(model, provider, new CallTokens(1_000_000, 0))!.Value.Input.ShouldBe((decimal)input);
    }

    [Theory]
    [InlineData("gpt-4o-mini-something-else-entirely", "openai")]
    [InlineData("ft:gpt-4o:org::id", "openai")]
    [InlineData("gpt-4o", "ollama")]
    [InlineData("gpt-4o", "openrouter")]
    [InlineData("", null)]
    public void CostOf_UnknownModelOrSeller_IsAbsent(string model, string? provider)
    {
        PriceTable.Default.CostOf(model, provider, new CallTokens(1, 1)).ShouldBeNull();
    }
}
