using System.Globalization;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Export;
using OtelBridge.TestSupport.Otlp;
using OtelBridge.Tests.Export.Dialects;

namespace OtelBridge.Tests.Costs;

/// <summary>The cost on spans of model calls, as destinations get it.</summary>
public sealed class SpanCostTests
{
    [Fact]
    public async Task Span_WithTokensAndAModel_GetsItsCost()
    {
        var span = await EndedAsync(static span => span.SetModel("gpt-4o-2024-08-06", "openai").SetTokenUsage(1_000_000, 100_000));

        span.Attribute(MlflowKeys.LlmCost).ShouldBe("""{"input_cost":2.5,"output_cost":1,"total_cost":3.5}""");
    }

    [Fact]
    public async Task Span_WithCacheAndReasoning_SaysTheirParts()
    {
        var span = await EndedAsync(static span => span.SetModel("claude-opus-4-5", "anthropic").SetTokenUsage(1_000, 1_000, null, 600, 200, 500));

        span.Attribute(MlflowKeys.LlmCost).ShouldBe(
            """{"input_cost":0.00255,"output_cost":0.025,"total_cost":0.02755,"cache_read_cost":0.0003,"cache_write_cost":0.00125,"reasoning_cost":0.0125}""");
    }

    [Fact]
    public async Task Span_WithMoreCachedTokensThanInput_HasThemBesideIt()
    {
        // As a provider counts that leaves the cache out of the input: 100 of 1,100 are new. The store reckons the same.
        var span = await EndedAsync(static span => span.SetModel("claude-opus-4-5", "anthropic").SetTokenUsage(100, 0, null, 600, 400, null));

        span.Attribute(MlflowKeys.LlmCost).ShouldBe("""{"input_cost":0.0033,"output_cost":0,"total_cost":0.0033,"cache_read_cost":0.0003,"cache_write_cost":0.0025}""");
    }

    [Theory]
    [InlineData(long.MaxValue, long.MaxValue, long.MaxValue)]
    [InlineData(1, long.MaxValue, long.MaxValue)]
    [InlineData(1, long.MinValue, long.MaxValue)]
    public async Task Span_WithTokensBeyondAllBills_IsSentAllTheSame(long input, long cacheRead, long cacheWrite)
    {
        var usage = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"input_tokens\":{input},\"output_tokens\":{input},\"cache_read_input_tokens\":{cacheRead},\"cache_creation_input_tokens\":{cacheWrite}}}");
        var span = await EndedAsync(span =>
        {
            span.SetModel("claude-opus-4-5", "anthropic");
            span.Activity!.SetTag(MlflowKeys.ChatTokenUsage, usage);
        });

        span.Attribute(MlflowKeys.ChatTokenUsage).ShouldBe(usage);
    }

    [Theory]
    [InlineData(SpanType.ChatModel, "\"input_cost\":1,")]
    [InlineData(SpanType.Agent, "\"input_cost\":0.5,")]
    public async Task Span_ThatSumsUpCalls_HasNoLongInput(string type, string expected)
    {
        // Four calls of 100,000 tokens each are four short ones.
        var span = await EndedAsync(span =>
        {
            span.SetModel("gemini-2.5-pro", "gcp.gemini").SetTokenUsage(400_000, 0);
            span.Activity!.SetTag(MlflowKeys.SpanType, type);
        });

        span.Attribute(MlflowKeys.LlmCost)!.ShouldContain(expected);
    }

    [Fact]
    public async Task Span_WhoseAnswerIsOfAnotherModel_CostsWhatThatOneDoes()
    {
        var span = await EndedAsync(static span => span.SetModel("my-deployment", "azure.ai.openai").SetTokenUsage(1_000_000, 0)
            .SetAttribute(GenAiKeys.ResponseModel, "gpt-4o-mini-2024-07-18").SetAttribute(MlflowKeys.LlmModel, "gpt-4o"));

        span.Attribute(MlflowKeys.LlmCost).ShouldBe("""{"input_cost":0.15,"output_cost":0,"total_cost":0.15}""");
    }

    [Theory]
    [InlineData(GenAiKeys.ServiceTier)]
    [InlineData(GenAiKeys.OlderServiceTier)]
    public async Task Span_OfAServiceTier_HasItsPrices(string key)
    {
        var span = await EndedAsync(span => span.SetModel("gpt-5", "openai").SetTokenUsage(1_000_000, 0).SetAttribute(key, "flex"));

        span.Attribute(MlflowKeys.LlmCost).ShouldBe("""{"input_cost":0.625,"output_cost":0,"total_cost":0.625}""");
    }

    [Theory]
    [InlineData("gpt-4o-of-our-own", "openai", null)]
    [InlineData("gpt-4o", "ollama", null)]
    [InlineData("gpt-4o", "openai", "scale")]
    [InlineData(null, "openai", null)]
    public async Task Span_WithoutAKnownPrice_HasNoCost(string? model, string provider, string? tier)
    {
        var span = await EndedAsync(span =>
        {
            span.SetTokenUsage(1, 1).SetAttribute(GenAiKeys.ProviderName, provider);
            span.Activity!.SetTag(GenAiKeys.RequestModel, model).SetTag(GenAiKeys.ServiceTier, tier);
        });

        span.Attributes.ShouldNotContain(static attribute => attribute.Key == MlflowKeys.LlmCost);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("not JSON")]
    [InlineData("""{"input_tokens":"many"}""")]
    [InlineData("""{"total_tokens":5}""")]
    public async Task Span_WithTokensThatAreNone_HasNoCost(string usage)
    {
        var span = await EndedAsync(span =>
        {
            span.SetModel("gpt-4o", "openai");
            span.Activity!.SetTag(MlflowKeys.ChatTokenUsage, usage);
        });

        span.Attributes.ShouldNotContain(static attribute => attribute.Key == MlflowKeys.LlmCost);
    }

    [Theory]
    [InlineData(GenAiKeys.Cost, 0.5)]
    [InlineData(OpenInferenceKeys.TotalCost, 0.0)]
    public async Task Span_WithACostOfAnotherInstrumentation_KeepsThatAlone(string key, double cost)
    {
        var span = await EndedAsync(span => span.SetModel("gpt-4o", "openai").SetTokenUsage(1, 1).SetAttribute(key, cost));

        span.Attributes.Single(attribute => attribute.Key == key).Value.DoubleValue.ShouldBe(cost);
        span.Attributes.ShouldNotContain(static attribute => attribute.Key == MlflowKeys.LlmCost);
    }

    [Fact]
    public async Task SetCost_OfAProgramThatKnowsBetter_Stays()
    {
        var span = await EndedAsync(static span => span.SetModel("gpt-4o", "openai").SetTokenUsage(1, 1).SetCost(0.10m, 0.20m, reasoningCost: 0.05m).SetCost(-1, 5));

        span.Attribute(MlflowKeys.LlmCost).ShouldBe("""{"input_cost":0.1,"output_cost":0.2,"total_cost":0.3,"reasoning_cost":0.05}""");
    }

    [Fact]
    public void SetCost_OfASpanThatHasEnded_ChangesNothing()
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"));
        var span = Mlflow.StartSpan("call");
        var activity = span.Activity!;
        span.End();

        span.SetCost(1, 1);

        activity.GetTagItem(MlflowKeys.LlmCost).ShouldBeNull();
    }

    [Fact]
    public async Task Processor_OfTheProgram_SeesTheCostAndMayReplaceIt()
    {
        var seen = string.Empty;
        using var configured = Mlflow.Configure(span =>
        {
            seen = (string)span.Activity!.GetTagItem(MlflowKeys.LlmCost)!;
            span.SetCost(7, 0);
        });

        var span = await EndedAsync(static span => span.SetModel("gpt-4o", "openai").SetTokenUsage(1_000_000, 0));

        seen.ShouldContain("2.5");
        span.Attribute(MlflowKeys.LlmCost)!.ShouldContain("\"total_cost\":7");
    }

    [Fact]
    public async Task Processor_OfTheProgram_MayTakeTheCostAway()
    {
        using var configured = Mlflow.Configure(static span => span.Activity!.SetTag(MlflowKeys.LlmCost, null));

        var span = await EndedAsync(static span => span.SetModel("gpt-4o", "openai").SetTokenUsage(1_000_000, 0));

        span.Attributes.ShouldNotContain(static attribute => attribute.Key == MlflowKeys.LlmCost);
    }

    [Fact]
    public async Task Cost_InOtherDialects_IsSaidInTheirWords()
    {
        var span = await TranslatedSpan.OfAsync(SpanDialects.OpenInference | SpanDialects.GenAi, static () =>
        {
            using var call = Mlflow.StartSpan("ask", SpanType.ChatModel).SetModel("claude-opus-4-5", "anthropic").SetTokenUsage(1_000_000, 0, null, 500_000, 100_000);
        });

        span.Said("llm.cost.", GenAiKeys.Cost, MlflowKeys.LlmCost).ShouldBe(new Dictionary<string, string>
        {
            ["llm.cost.total"] = "2.875",
            ["llm.cost.prompt"] = "2.875",
            ["llm.cost.completion"] = "0",
            ["llm.cost.prompt_details.cache_read"] = "0.25",
            ["llm.cost.prompt_details.cache_write"] = "0.625",
            ["gen_ai.usage.cost"] = "2.875",
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task Cost_ThatIsNone_IsSaidInNoDialect()
    {
        var span = await TranslatedSpan.OfAsync(SpanDialects.OpenInference | SpanDialects.GenAi, static () =>
        {
            using var call = Mlflow.StartSpan("ask", SpanType.ChatModel);
            call.Activity!.SetTag(MlflowKeys.LlmCost, """{"total_cost":-1}""");
        });

        span.Said("llm.cost.", GenAiKeys.Cost).ShouldBeEmpty();
    }

    [Fact]
    public async Task KeepCostlierThan_GoesByReckonedCosts()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), ("Mlflow:Destinations:store:Sampling:KeepCostlierThan", "0.01"));

        foreach (var (name, tokens) in new[] { ("cheap", 3_000), ("dear", 5_000) })
        {
            using var root = Mlflow.StartSpan(name);
            Mlflow.StartSpan("call").SetModel("gpt-4o", "openai").SetTokenUsage(tokens, 0).Dispose();
        }

        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        store.Spans.Select(static span => span.Name).ShouldBe(["call", "dear"], ignoreOrder: true);
    }

    private static async Task<Otlp.Span> EndedAsync(Action<MlflowSpan> body)
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri));
        using (var span = Mlflow.StartSpan("call", SpanType.ChatModel))
        {
            body(span);
        }

        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();
        return store.Spans.ShouldHaveSingleItem();
    }
}
