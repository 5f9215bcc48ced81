using OtelBridge.Otlp;
using OtelBridge.Store.Model;
using OtelBridge.Store.Translation;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Translation;

public sealed class SpanTranslatorTests
{
    [Theory]
    [InlineData("LLM", "LLM")]
    [InlineData("\"LLM\"", "LLM")]
    [InlineData("\"broken", "\"broken")]
    [InlineData("my own type", "my own type")]
    [InlineData("", null)]
    public void Translate_SpanType_ReadsPlainAndQuotedTextAlike(string sent, string? expected) =>
        Translate(Span(1, 1).With("mlflow.spanType", sent)).Row.Type.ShouldBe(expected);

    [Theory]
    [InlineData("tr-0123456789abcdef0123456789abcdef", "tr-0123456789abcdef0123456789abcdef")]
    [InlineData("\"tr-0123456789abcdef0123456789abcdef\"", "tr-0123456789abcdef0123456789abcdef")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF", "tr-0123456789abcdef0123456789abcdef")]
    [InlineData("my-request-7", "my-request-7")]
    public void Translate_TraceRequestId_IsNormalised(string sent, string expected) =>
        Translate(Span(1, 1).With("mlflow.traceRequestId", sent)).TraceId.ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("an id that is longer than MLflow's column, which is fifty")]
    public void Translate_TraceRequestIdOfNoUse_IsLeftAside(string sent) =>
        Translate(Span(1, 1).With("mlflow.traceRequestId", sent)).TraceId.ShouldBe(TraceIdText(1));

    public static TheoryData<AnyValue, SpanTokenUsage?> Usages => new()
    {
        { new() { StringValue = """{"input_tokens":3,"output_tokens":4,"total_tokens":7}""" }, new(3, 4, 7) },
        { new() { StringValue = """{"input_tokens":3,"output_tokens":4}""" }, new(3, 4, 7) },
        { new() { StringValue = """{"input_tokens":3}""" }, new(3, 0, 3) },
        { new() { StringValue = """{"input_tokens":0,"output_tokens":0,"total_tokens":0}""" }, new(0, 0, 0) },
        { new() { StringValue = """{"input_tokens":"3","output_tokens":4.0}""" }, new(3, 4, 7) },
        { new() { StringValue = """{"input_tokens":-5}""" }, null },
        { new() { StringValue = "{}" }, null },
        { new() { StringValue = "12" }, null },
        { new() { StringValue = "{broken" }, null },
        { new() { IntValue = 12 }, null },
        {
            new()
            {
                KvlistValue = new KeyValueList
                {
                    Values =
                    {
                        Attribute("input_tokens", new AnyValue { IntValue = 3 }),
                        Attribute("output_tokens", new AnyValue { DoubleValue = 4 }),
                        Attribute("total_tokens", new AnyValue { IntValue = 9 }),
                    },
                },
            },
            new(3, 4, 9)
        },
    };

    [Theory]
    [MemberData(nameof(Usages))]
    public void Translate_TokenUsage_IsReadLeniently(AnyValue sent, SpanTokenUsage? expected) =>
        Translate(Span(1, 1).With("mlflow.chat.tokenUsage", sent)).Row.TokenUsage.ShouldBe(expected);

    [Fact]
    public void Translate_NativelyTypedInputs_GiveTheirJsonAsPreview()
    {
        var inputs = new AnyValue
        {
            KvlistValue = new KeyValueList
            {
                Values =
                {
                    Attribute("text", "größer"),
                    Attribute("n", new AnyValue { IntValue = 5 }),
                    Attribute("list", new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { BoolValue = true }, new AnyValue() } } }),
                    Attribute("nan", new AnyValue { DoubleValue = double.NaN }),
                },
            },
        };

        var root = Translate(Span(1, 1).With("mlflow.spanInputs", inputs).With("mlflow.spanOutputs", "plain text")).Row.Root!;

        root.RequestPreview.ShouldBe("""{"text":"größer","n":5,"list":[true,null],"nan":"NaN"}""");
        root.ResponsePreview.ShouldBe("\"plain text\"");
    }

    [Fact]
    public void Translate_ChildSpan_SaysNothingOfTheTrace() =>
        Translate(Span(1, 2, parent: 1).With("mlflow.trace.tag.a", "b")).Row.Root.ShouldBeNull();

    [Fact]
    public void Translate_ParentOfZeros_IsARoot()
    {
        var span = Span(1, 1);
        span.ParentSpanId = Google.Protobuf.ByteString.CopyFrom(new byte[8]);

        var row = Translate(span).Row;

        row.ParentSpanId.ShouldBeNull();
        row.Root.ShouldNotBeNull();
    }

    [Fact]
    public void Translate_EndBeforeStart_LastsNoTime()
    {
        var span = Span(1, 1);
        span.EndTimeUnixNano = span.StartTimeUnixNano - 5;

        var row = Translate(span).Row;

        row.EndUnixNano.ShouldBe(row.StartUnixNano);
    }

    [Fact]
    public void Translate_HugeName_IsShortenedForSearchOnly() =>
        Translate(Span(1, 1, name: new string('n', 100_000))).Row.Name.Length.ShouldBe(1024);

    [Fact]
    public void Translate_FactsWithoutKeyOrWithTooLongOnes_AreLeftAside()
    {
        var span = Span(1, 1)
            .With("mlflow.trace.tag.", "no key")
            .With("mlflow.trace.tag." + new string('k', 251), "long key")
            .With("mlflow.trace.tag.ok", new string('v', 9000));

        var tag = Translate(span).Row.Root!.Tags.ShouldHaveSingleItem();

        tag.Key.ShouldBe("ok");
        tag.Value.Length.ShouldBe(8000);
    }

    private static TranslatedSpan Translate(Span span) => SpanTranslator.Translate(span, TraceIdText(1));
}
