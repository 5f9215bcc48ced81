using OtelBridge.Otlp;
using OtelBridge.Store.Model;
using OtelBridge.Store.Translation;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Translation;

public sealed class SpanReadingTests
{
    [Theory]
    [InlineData("gen_ai.operation.name", "chat", "CHAT_MODEL")]
    [InlineData("gen_ai.operation.name", "\"chat\"", "CHAT_MODEL")]
    [InlineData("gen_ai.operation.name", "retrieval", "RETRIEVER")]
    [InlineData("gen_ai.operation.name", "Chat", null)]
    [InlineData("openinference.span.kind", "RERANKER", "RERANKER")]
    [InlineData("openinference.span.kind", "PROMPT", null)]
    [InlineData("traceloop.span.kind", "workflow", "WORKFLOW")]
    [InlineData("ai.operationId", "ai.toolCall", "TOOL")]
    public void SpanType_KindOfADialect_IsMapped(string key, string kind, string? expected) =>
        SpanReading.Of(Span(1, 1).With(key, kind)).SpanType.ShouldBe(expected);

    [Fact]
    public void SpanType_UnmappedKind_LeavesItToTheNextDialect() =>
        SpanReading.Of(Span(1, 1).With("gen_ai.operation.name", "embeddings").With("openinference.span.kind", "PROMPT")).SpanType.ShouldBe("EMBEDDING");

    [Fact]
    public void Items_MlflowsOwnKeys_AreNeverReplaced()
    {
        var reading = SpanReading.Of(Span(1, 1)
            .With("input.value", "foreign").With("mlflow.spanInputs", "{}")
            .With("openinference.span.kind", "LLM").With("mlflow.spanType", "TOOL")
            .With("llm.token_count.prompt", new AnyValue { IntValue = 9 }).With("mlflow.chat.tokenUsage", """{"input_tokens":1,"output_tokens":1}"""));

        reading.Inputs.ShouldBe("{}");
        reading.SpanType.ShouldBe("TOOL");
        reading.TokenUsage.ShouldBe(new SpanTokenUsage(1, 1, 2));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("0")]
    [InlineData("\"\"")]
    [InlineData(" false ")]
    public void Inputs_EmptyValue_LeavesItToTheNextDialect(string nothing) =>
        SpanReading.Of(Span(1, 1).With("input.value", nothing).With("gen_ai.input.messages", "[1]")).Inputs.ShouldBe("[1]");

    [Theory]
    [InlineData("gen_ai.prompt.0.content", true)]
    [InlineData("gen_ai.prompt.12.content", true)]
    [InlineData("gen_ai.completion.0.tool_calls.3.arguments", true)]
    [InlineData("gen_ai.prompt.content", false)]
    [InlineData("gen_ai.prompt..content", false)]
    [InlineData("gen_ai.prompt.x.content", false)]
    [InlineData("gen_ai.prompt.0.content.more", false)]
    [InlineData("gen_ai.completion.0.tool_calls..arguments", false)]
    public void Inputs_IndexedKey_IsFoundByItsShape(string key, bool isFound) =>
        (SpanReading.Of(Span(1, 1).With(key, "hi")).Inputs is not null).ShouldBe(isFound);

    [Fact]
    public void Inputs_SeveralIndexedKeys_TheFirstOfTheSpanIsTaken() =>
        SpanReading.Of(Span(1, 1).With("gen_ai.prompt.1.content", "one").With("gen_ai.prompt.0.content", "zero")).Inputs.ShouldBe("\"one\"");

    public static TheoryData<string, AnyValue, string?, AnyValue?, SpanTokenUsage?> Counts => new()
    {
        { "gen_ai.usage.input_tokens", new() { IntValue = 3 }, "gen_ai.usage.output_tokens", new() { StringValue = "4" }, new(3, 4, 7) },
        { "gen_ai.usage.input_tokens", new() { StringValue = "\"3\"" }, "gen_ai.usage.output_tokens", new() { DoubleValue = 4 }, new(3, 4, 7) },
        { "gen_ai.usage.input_tokens", new() { IntValue = 0 }, "gen_ai.usage.output_tokens", new() { IntValue = 0 }, new(0, 0, 0) },
        { "gen_ai.usage.input_tokens", new() { IntValue = 5 }, null, null, new(5, 0, 5) },
        { "gen_ai.usage.prompt_tokens", new() { IntValue = 5 }, "gen_ai.usage.completion_tokens", new() { IntValue = 2 }, new(5, 2, 7) },
        { "llm.token_count.completion", new() { IntValue = 5 }, null, null, new(0, 5, 5) },
        { "gen_ai.usage.input_tokens", new() { StringValue = "many" }, null, null, null },
        { "gen_ai.usage.input_tokens", new() { IntValue = -1 }, null, null, null },
    };

    [Theory]
    [MemberData(nameof(Counts))]
    public void TokenUsage_CountsOfADialect_AreReadLeniently(string key, AnyValue value, string? otherKey, AnyValue? other, SpanTokenUsage? expected)
    {
        var span = Span(1, 1).With(key, value);

        SpanReading.Of(otherKey is null ? span : span.With(otherKey, other!)).TokenUsage.ShouldBe(expected);
    }

    [Fact]
    public void TokenUsage_WholePairOfALaterDialect_GoesBeforeHalfOfAnEarlierOne() => SpanReading.Of(Span(1, 1)
        .With("llm.token_count.prompt", new AnyValue { IntValue = 100 })
        .With("gen_ai.usage.input_tokens", new AnyValue { IntValue = 9 })
        .With("gen_ai.usage.output_tokens", new AnyValue { IntValue = 4 })).TokenUsage.ShouldBe(new SpanTokenUsage(9, 4, 13));

    [Fact]
    public void Spread_GenerateTextCall_GathersItsPrefixes()
    {
        var reading = SpanReading.Of(Span(1, 1)
            .With("ai.operationId", "ai.generateText.doGenerate")
            .With("ai.prompt.messages", """[{"role":"user"}]""")
            .With("ai.prompt.tools", new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { StringValue = """{"name":"add"}""" } } } })
            .With("ai.response.text", "hi"));

        reading.Inputs.ShouldBe("""{"messages":[{"role":"user"}],"tools":[{"name":"add"}]}""");
        reading.Outputs.ShouldBe("""{"text":"hi"}""");
    }

    [Fact]
    public void Of_ThousandsOfMeaningfulAttributes_Ends()
    {
        var span = Span(1, 1);
        for (var i = 0; i < 20_000; i++)
        {
            span.With(i % 2 == 0 ? "ai.embeddings" : "input.value", "x");
        }

        SpanReading.Of(span).Inputs.ShouldBe("\"x\"");
    }

    [Fact]
    public void Translate_ForeignSessionAndUser_AreLiftedUnlessMlflowsAreSet()
    {
        var foreign = SpanTranslator.Translate(Span(1, 1).With("session.id", "s1").With("user.id", "u1"), TraceIdText(1)).Row.Root!;
        var both = SpanTranslator.Translate(Span(1, 1).With("gen_ai.conversation.id", "s1").With("mlflow.trace.session", "s2"), TraceIdText(1)).Row.Root!;

        foreign.Metadata.ShouldBe([new("mlflow.trace.session", "s1"), new("mlflow.trace.user", "u1")]);
        both.Metadata.ShouldBe([new("mlflow.trace.session", "s2")]);
    }
}
