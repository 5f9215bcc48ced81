using System.Text;
using OtelBridge.Pricing;

namespace OtelBridge.Contracts.Tests.Pricing;

/// <summary>Which entry of a table a call finds.</summary>
public sealed class PriceTableTests
{
    private static readonly CallTokens _million = new(1_000_000, 0);

    [Theory]
    [InlineData("gpt-4o", "openai", 2.5)]
    [InlineData("gpt-4o-2024-08-06", "openai", 2.5)]
    [InlineData("gpt-4o-2024-05-13", "openai", 5)]
    [InlineData(" GPT-4o ", "OpenAI", 2.5)]
    [InlineData("openai/gpt-4o", null, 2.5)]
    [InlineData("azure/gpt-4o", "litellm", 2.5)]
    [InlineData("gpt-35-turbo", "azure.ai.openai", 0.5)]
    [InlineData("gpt-4.1-mini-2025-04-14", "az.ai.openai", 0.4)]
    [InlineData("ft:gpt-4o-mini-2024-07-18:my-org:name:id", "openai", 0.3)]
    [InlineData("ft:gpt-3.5-turbo-0125:my-org::id", null, 3)]
    [InlineData("claude-sonnet-4-20250514", "anthropic", 6)]
    [InlineData("claude-3-5-haiku-latest", null, 0.8)]
    [InlineData("claude-3-5-sonnet-v2@20241022", "gcp.vertex_ai", 3)]
    [InlineData("publishers/anthropic/models/claude-3-opus@20240229", "vertex_ai", 15)]
    [InlineData("us.anthropic.claude-3-7-sonnet-20250219-v1:0", "aws.bedrock", 3)]
    [InlineData("anthropic.claude-haiku-4-5-20251001-v1:0", "aws.bedrock", 1.1)]
    [InlineData("eu.anthropic.claude-haiku-4-5-20251001-v1:0", "bedrock", 1.1)]
    [InlineData("global.anthropic.claude-haiku-4-5-20251001-v1:0", "aws.bedrock", 1)]
    [InlineData("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0", null, 0.8)]
    [InlineData("models/gemini-2.5-flash", "gcp.gemini", 0.3)]
    [InlineData("gemini-2.0-flash-001", "google", 0.1)]
    [InlineData("projects/p/locations/l/publishers/google/models/gemini-2.5-flash-lite", "gcp.vertex_ai", 0.1)]
    [InlineData("openai/gpt-oss-120b", "groq", 0.15)]
    [InlineData("groq/llama-3.1-8b-instant", "openai", 0.05)]
    [InlineData("grok-3-latest", "xai", 3)]
    [InlineData("mistral-large-2512", "openai", 0.5)]
    public void CostOf_FormsOfAName_FindTheModel(string model, string? provider, double input) =>
        PriceTable.Default.CostOf(model, provider, _million)!.Value.Input.ShouldBe((decimal)input);

    [Theory]
    [InlineData("gpt-4o-mini-something-else-entirely", "openai")]
    [InlineData("gpt-4", "ollama")]
    [InlineData("gpt-4o", "local")]
    [InlineData("gpt-4o", "openrouter")]
    [InlineData("ft:gpt-4:org::id", "openai")]
    [InlineData("ft:gpt-4o:org::id", "azure")]
    [InlineData("gemini-2.5-flash-preview-05-20", "gcp.gemini")]
    [InlineData("claude-sonnet-4-5", "gcp.vertex_ai")]
    [InlineData("global.anthropic.claude-unheard-of", "aws.bedrock")]
    [InlineData("us.gpt-4o", null)]
    [InlineData("gpt-oss-120b", "openai")]
    [InlineData("openai/gpt-oss-120b", null)]
    [InlineData("moonshotai/kimi-k2.5", "vllm")]
    [InlineData("moonshotai/kimi-k2.5", null)]
    [InlineData("-2024-08-06", null)]
    [InlineData("models/", null)]
    [InlineData("ft:", null)]
    [InlineData(" ", null)]
    [InlineData("", null)]
    public void CostOf_UnknownModelOrSeller_IsAbsent(string model, string? provider) =>
        PriceTable.Default.CostOf(model, provider, _million).ShouldBeNull();

    [Theory]
    [InlineData(null, 2)]
    [InlineData("default", 2)]
    [InlineData("Standard", 2)]
    [InlineData("batch", 1)]
    [InlineData("PRIORITY", 3.5)]
    public void CostOf_ServiceTier_HasPricesOfItsOwn(string? tier, double input) =>
        PriceTable.Default.CostOf("gpt-4.1", "openai", _million, tier)!.Value.Input.ShouldBe((decimal)input);

    [Fact]
    public void CostOf_NameWithoutEnd_IsLookedForInNoTime() =>
        PriceTable.Default.CostOf(string.Concat(Enumerable.Repeat("openai/", 200_000)) + "gpt-4o", "openai", _million).ShouldBeNull();

    [Fact]
    public void CostOf_TierWithoutAPrice_IsAbsent() => PriceTable.Default.CostOf("gpt-4.1", "openai", _million, "scale").ShouldBeNull();

    [Fact]
    public void CostOf_LongInput_HasThePricesOfItsStepForAllOfIt()
    {
        var table = PriceTable.Default;

        table.CostOf("gemini-2.5-pro", "gcp.gemini", new CallTokens(200_000, 1_000))!.Value.Total.ShouldBe(0.26m);
        table.CostOf("gemini-2.5-pro", "gcp.gemini", new CallTokens(200_001, 1_000))!.Value.Total.ShouldBe(0.5150025m);
        table.CostOf("claude-haiku-5-5", "anthropic", new CallTokens(200_000, 0), "batch")!.Value.Input.ShouldBe(0.05m);
    }

    [Fact]
    public void Over_AnotherTable_ComesFirstAndLeavesTheRest()
    {
        var own = Load("""
            { "models": [
              { "model": "gpt-4o", "input": 100, "output": 0 },
              { "model": "my-model", "provider": "ollama", "input": 0, "output": 0 },
              { "model": "llama", "input": 1, "output": 1 }
            ] }
            """);
        var both = own.Over(PriceTable.Default);

        both.Date.ShouldBe(PriceTable.Default.Date, "a table without a date has the date of the one below");
        both.CostOf("gpt-4o-2024-05-13", "openai", _million)!.Value.Input.ShouldBe(100);
        both.CostOf("gpt-4o-mini", "openai", _million)!.Value.Input.ShouldBe(0.15m);
        both.CostOf("my-model", "ollama", _million).ShouldBe(default(CallCost), "free is a price");
        both.CostOf("my-model", "vllm", _million).ShouldBeNull();
        both.CostOf("llama", "vllm", _million)!.Value.Input.ShouldBe(1, "an entry without a provider is for everybody");
        Load("""{ "date": "2030-01-02", "models": [] }""").Over(both).Date.ShouldBe(new DateOnly(2030, 1, 2));
        Load("""{ "models": [] }""").Over(both).CostOf("llama", null, _million)!.Value.Input.ShouldBe(1);
    }

    [Fact]
    public void CostOf_SameModelAtTwoSellers_IsNarrowedByTheProvider()
    {
        var table = Load("""
            { "models": [
              { "model": "m", "provider": ["maker", "openai"], "input": 1, "output": 1 },
              { "model": "m", "provider": "shop", "input": 2, "output": 2 },
              { "model": "free", "provider": "a", "open_weights": true, "input": 3, "output": 3 }
            ] }
            """);

        table.CostOf("m", "shop", _million)!.Value.Input.ShouldBe(2);
        table.CostOf("m", null, _million)!.Value.Input.ShouldBe(1, "the maker's entry is the first");
        table.CostOf("m", "elsewhere", _million).ShouldBeNull();
        table.CostOf("free", "a", _million)!.Value.Input.ShouldBe(3);
        table.CostOf("free", null, _million).ShouldBeNull("anybody may run it");
    }

    private static PriceTable Load(string json) => PriceTable.Load(new MemoryStream(Encoding.UTF8.GetBytes(json)));
}
