using OtelBridge.Dialects;
using OtelBridge.Otlp;
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

    [Fact]
    public void Translate_ModelThatAnswered_GoesBeforeTheOneAskedFor() => Translate(Span(1, 1)
        .With("gen_ai.request.model", "gpt-5").With("gen_ai.response.model", "gpt-5-2026-08-01")).Row.Model.ShouldBe("gpt-5-2026-08-01");

    [Theory]
    [InlineData("llm.model_name")]
    [InlineData("embedding.model_name")]
    [InlineData("gen_ai.request.model")]
    [InlineData("ai.model.id")]
    public void Translate_ModelOfAnyDialect_IsTheModel(string key) => Translate(Span(1, 1).With(key, "m-1")).Row.Model.ShouldBe("m-1");

    [Theory]
    [InlineData("""{"messages":[],"model":"m-1"}""", "m-1")]
    [InlineData("""{ "model" : "m-1" }""", "m-1")]
    [InlineData("""{"messages":[{"role":"user","content":"say \"model\":\"x\" please"}],"model":"m-1"}""", "m-1")]
    [InlineData("""{"tools":[{"properties":{"model":{"type":"string"}}}],"model":"m-1"}""", "m-1")]
    [InlineData("""{"model":null}""", null)]
    [InlineData("""{"model":""}""", null)]
    [InlineData("""{"model":"with \"quotes\""}""", null)]
    [InlineData("{\"model\":\"", null)]
    [InlineData("{\"model\"", null)]
    [InlineData("\"model\"", null)]
    public void Translate_ModelInTheInputsOfMlflowsClient_IsTheModel(string inputs, string? expected)
    {
        Translate(Span(1, 1).With("mlflow.spanType", "CHAT_MODEL").With("mlflow.spanInputs", inputs)).Row.Model.ShouldBe(expected);
        Translate(Span(1, 1).With("mlflow.spanType", "CHAIN").With("mlflow.spanInputs", inputs)).Row.Model.ShouldBeNull();
    }

    [Fact]
    public void Translate_ModelInNativeInputsAndOutputs_IsTheOneThatAnswered()
    {
        static AnyValue Content(string model) => new() { KvlistValue = new KeyValueList { Values = { Attribute("model", model) } } };

        Translate(Span(1, 1).With("mlflow.spanType", "LLM").With("mlflow.spanInputs", Content("asked")).With("mlflow.spanOutputs", Content("answered")))
            .Row.Model.ShouldBe("answered");
    }

    [Fact]
    public void Translate_ExceptionEvents_TheLastIsTheError()
    {
        var span = Span(1, 1);
        span.Events.Add(Exception("TimeoutException", "too slow"));
        span.Events.Add(Exception("HttpException", "429"));

        Translate(span).Row.Error.ShouldBe("HttpException: 429");
    }

    [Theory]
    [InlineData(Status.Types.StatusCode.Error, "it broke", "it broke")]
    [InlineData(Status.Types.StatusCode.Error, "", "error")]
    [InlineData(Status.Types.StatusCode.Ok, "all is well", null)]
    [InlineData(Status.Types.StatusCode.Unset, "it broke", null)]
    public void Translate_StatusOfAFailure_IsTheErrorWithoutAnException(Status.Types.StatusCode code, string message, string? expected)
    {
        var span = Span(1, 1);
        span.Status = new Status { Code = code, Message = message };

        Translate(span).Row.Error.ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"half a pair: \ud800"}]}""")]
    [InlineData("""{"messages":[{"role":"\ud800","content":"x"}]}""")]
    [InlineData("""{"\ud800":1,"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("\"\\ud800\"")]
    public void Translate_JsonWithHalfASurrogatePair_IsTakenAsItIs(string json)
    {
        var row = Translate(Span(1, 1)
            .With("mlflow.spanInputs", json).With("mlflow.spanType", json).With("mlflow.chat.tokenUsage", json).With("gen_ai.request.model", json)).Row;

        row.Root!.RequestPreview.ShouldNotBeNull();
        row.TokenUsage.ShouldBeNull();
    }

    [Fact]
    public void Translate_HugeTextsToSearch_AreShortened()
    {
        var span = Span(1, 1).With("llm.model_name", new string('m', 5000));
        span.Events.Add(Exception("E", new string('e', 5000)));

        var row = Translate(span).Row;

        row.Model!.Length.ShouldBe(250);
        row.Error!.Length.ShouldBe(1000);
    }

    private static Span.Types.Event Exception(string type, string message) =>
        new() { Name = "exception", Attributes = { Attribute("exception.type", type), Attribute("exception.message", message) } };

    private static TranslatedSpan Translate(Span span) => SpanTranslator.Translate(span, TraceIdText(1));
}
