using OtelBridge.Dialects;
using OtelBridge.Otlp;
using OtelBridge.Pricing;
using OtelBridge.Store.Translation;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Translation;

public sealed class CostReadingTests
{
    private const long Dollar = 1_000_000_000_000;

    [Theory]
    [InlineData("""{"input_cost":0.5,"output_cost":1,"total_cost":1.5}""", 1500, 500, 1000)]
    [InlineData("""{"input_cost":"0.5","output_cost":1e0}""", 1500, 500, 1000)]
    [InlineData("""{"input_cost":0.5}""", 500, 500, null)]
    [InlineData("""{"total_cost":0}""", 0, null, null)]
    [InlineData("""{"total_cost":-1,"input_cost":0.001}""", 1, 1, null)]
    public void Cost_MlflowsObject_IsRead(string json, int total, int? input, int? output) =>
        Read(("mlflow.llm.cost", json)).ShouldBe(new SpanCost(Thousandths(total)!.Value, Thousandths(input), Thousandths(output)));

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("12")]
    [InlineData("""{"total_cost":"NaN"}""")]
    [InlineData("""{"total_cost":1e300}""")]
    [InlineData("""{"total_cost":-0.5}""")]
    [InlineData("""{"total_cost":{}}""")]
    [InlineData("""{"total_cost":"\ud800"}""")]
    [InlineData("{\"total_cost\":")]
    public void Cost_WhatNoBillCanBe_IsNone(string json) => Read(("mlflow.llm.cost", json)).ShouldBeNull();

    [Fact]
    public void Cost_PartsOfTheObject_AreRead() =>
        Read(("mlflow.llm.cost", """{"input_cost":3,"output_cost":4,"total_cost":7,"cache_read_cost":1,"cache_write_cost":2,"reasoning_cost":3}"""))
            .ShouldBe(new SpanCost(7 * Dollar, 3 * Dollar, 4 * Dollar, Dollar, 2 * Dollar, 3 * Dollar));

    [Fact]
    public void Cost_GenAiAmountAsAnyNumber_IsExactToThePicodollar()
    {
        Read(("gen_ai.usage.cost", "0.000000000001")).ShouldBe(new SpanCost(1));
        SpanReading.Of(Span(1, 1).With("gen_ai.usage.cost", new AnyValue { DoubleValue = 0.1 })).Cost.ShouldBe(new SpanCost(Dollar / 10));
        SpanReading.Of(Span(1, 1).With("gen_ai.usage.cost", new AnyValue { DoubleValue = double.NaN })).Cost.ShouldBeNull();
        SpanReading.Of(Span(1, 1).With("gen_ai.usage.cost", new AnyValue { IntValue = 3 })).Cost.ShouldBe(new SpanCost(3 * Dollar));
    }

    [Fact]
    public void Cost_OpenInference_IsReadWithItsParts() =>
        Read(
            ("llm.cost.prompt", "1"), ("llm.cost.completion", "2"), ("llm.cost.prompt_details.cache_read", "0.25"), ("llm.cost.prompt_details.cache_write", "0.5"),
            ("llm.cost.completion_details.reasoning", "0.75"))
            .ShouldBe(new SpanCost(3 * Dollar, Dollar, 2 * Dollar, Dollar / 4, Dollar / 2, Dollar / 4 * 3));

    [Fact]
    public void Cost_OfSeveralDialects_IsThatOfMlflowThenOfTheFirst()
    {
        Read(("gen_ai.usage.cost", "1"), ("llm.cost.total", "2"), ("mlflow.llm.cost", """{"total_cost":3}""")).ShouldBe(new SpanCost(3 * Dollar));
        Read(("gen_ai.usage.cost", "1"), ("llm.cost.total", "2")).ShouldBe(new SpanCost(2 * Dollar));
    }

    [Theory]
    [InlineData("chat", 1000)]
    [InlineData("invoke_agent", 500)]
    public void Cost_OfSeveralCallsTogether_IsThatOfNoLongInput(string operation, int expected)
    {
        var span = Span(1, 1).With("gen_ai.operation.name", operation).With("gen_ai.request.model", "gemini-2.5-pro")
            .With("gen_ai.usage.input_tokens", new AnyValue { IntValue = 400_000 });

        SpanTranslator.Translate(span, "tr-1", prices: PriceTable.Default).Row.Cost!.Total.ShouldBe(Thousandths(expected)!.Value);
    }

    [Fact]
    public void ToJson_OfACost_SaysWhatIsKnown()
    {
        new SpanCost(12_345_678, 345_678, 12_000_000).ToJson().ShouldBe("""{"input_cost": 0.000000345678, "output_cost": 0.000012, "total_cost": 0.000012345678}""");
        new SpanCost(Dollar, Reasoning: 1).ToJson(unpricedSpans: 2).ShouldBe("""{"total_cost": 1, "reasoning_cost": 0.000000000001, "unpriced_spans": 2}""");
        SpanCost.Of(new SpanCost(5, 2, 3, 1, null, 2).ToMessage()).ShouldBe(new SpanCost(5, 2, 3, 1, null, 2));
    }

    private static long? Thousandths(int? amount) => amount * (Dollar / 1000);

    private static SpanCost? Read(params (string Key, string Value)[] attributes)
    {
        var span = Span(1, 1);
        foreach (var (key, value) in attributes)
        {
            span.With(key, value);
        }

        return SpanReading.Of(span).Cost;
    }
}
