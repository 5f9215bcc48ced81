using OtelBridge.Dialects;
using OtelBridge.Otlp;
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
    [InlineData("mcp.method.name", "tools/call", "TOOL")]
    [InlineData("mcp.method.name", "tools/list", null)]
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
    [InlineData("gen_ai.completion.0.tool_calls..arguments", false)]
    public void Inputs_IndexedKey_IsFoundByItsShape(string key, bool isFound) =>
        (SpanReading.Of(Span(1, 1).With(key, "hi")).Inputs is not null).ShouldBe(isFound);

    [Fact]
    public void Inputs_ChatOfSeveralIndexedMessages_IsTheWholeChatInItsOrder()
    {
        var reading = SpanReading.Of(Span(1, 1)
            .With("gen_ai.prompt.10.role", "user").With("gen_ai.prompt.10.content", "ten")
            .With("gen_ai.prompt.2.role", "system").With("gen_ai.prompt.2.content", "two")
            .With("gen_ai.completion.0.role", "assistant").With("gen_ai.completion.0.tool_calls.0.name", "add"));

        reading.Inputs.ShouldBe("""{"messages":[{"role":"system","content":"two"},{"role":"user","content":"ten"}]}""");
        reading.Outputs.ShouldBe("""{"messages":[{"role":"assistant","tool_calls":[{"name":"add"}]}]}""");
    }

    [Fact]
    public void Inputs_FlattenedMessagesOfOpenInference_AreReadWhereNoValueIs()
    {
        var reading = SpanReading.Of(Span(1, 1)
            .With("llm.input_messages.0.message.role", "user")
            .With("llm.input_messages.0.message.contents.0.message_content.type", "text")
            .With("llm.input_messages.0.message.contents.0.message_content.text", "hi")
            .With("llm.output_messages.0.message.role", "assistant")
            .With("llm.output_messages.0.message.tool_calls.0.tool_call.function.name", "add")
            .With("output.value", "{}"));

        reading.Inputs.ShouldBe("""{"messages":[{"role":"user","contents":[{"type":"text","text":"hi"}]}]}""");
        reading.Outputs.ShouldBe("""{"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"add"}}]}]}""");
    }

    [Theory]
    [InlineData("llm.input_messages.999999999.message.role")]
    [InlineData("llm.input_messages.0.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z")]
    [InlineData("llm.input_messages.0....")]
    [InlineData("llm.input_messages.0")]
    public void Inputs_OddFlattenedKey_IsTaken(string key) => SpanReading.Of(Span(1, 1).With(key, "x")).Inputs.ShouldNotBeNull();

    [Theory]
    [InlineData("llm.input_messages.")]
    [InlineData("llm.input_messages.x.message.role")]
    [InlineData("llm.input_messages.9999999999999999999.message.role")]
    public void Inputs_FlattenedKeyWithoutAnIndex_IsNone(string key) => SpanReading.Of(Span(1, 1).With(key, "x")).Inputs.ShouldBeNull();

    [Fact]
    public void Inputs_KeyThatIsAValueAndAnObject_EndsAsTheObject() => SpanReading.Of(Span(1, 1)
        .With("llm.input_messages.0.message", "x").With("llm.input_messages.0.message.role", "user").With("llm.input_messages.0.message.content", "y"))
        .Inputs.ShouldBe("""{"messages":[{"role":"user","content":"y"}]}""");

    [Fact]
    public void Content_MessageEvents_AreReadWhereAttributesSayNothing()
    {
        var span = Span(1, 1);
        span.Events.Add(Event("gen_ai.system.message", ("gen_ai.system", "acme"), ("content", "be kind")));
        span.Events.Add(Event("gen_ai.user.message", ("gen_ai.event.content", """{"role":"user","content":"5"}""")));
        span.Events.Add(Event("gen_ai.assistant.message", ("tool_calls", """[{"id":"c1"}]""")));
        span.Events.Add(Event("gen_ai.tool.message", ("id", "c1"), ("content", "5")));
        span.Events.Add(Event("gen_ai.choice", ("index", "0"), ("gen_ai.event.content", """{"index":0,"finish_reason":"stop","message":{"content":"five"}}""")));

        var reading = SpanReading.Of(span);

        reading.Inputs.ShouldBe(
            """{"messages":[{"role":"system","content":"be kind"},{"role":"user","content":"5"},"""
            + """{"role":"assistant","tool_calls":[{"id":"c1"}]},{"role":"tool","id":"c1","content":"5"}]}""");
        reading.Outputs.ShouldBe("""{"messages":[{"role":"assistant","finish_reason":"stop","content":"five"}]}""");
        SpanReading.Of(span.With("input.value", "attribute")).Inputs.ShouldBe("\"attribute\"");
    }

    [Fact]
    public void Content_EventsOfTheFirstConventions_AreRead()
    {
        var span = Span(1, 1);
        span.Events.Add(Event("gen_ai.content.prompt", ("gen_ai.prompt", """[{"role":"user","content":"why?"}]""")));
        span.Events.Add(Event("gen_ai.content.completion", ("gen_ai.completion", "because")));

        SpanReading.Of(span).Inputs.ShouldBe("""[{"role":"user","content":"why?"}]""");
        SpanReading.Of(span).Outputs.ShouldBe("\"because\"");
    }

    [Fact]
    public void Content_EventsWithoutContent_SayNothing()
    {
        var span = Span(1, 1);
        span.Events.Add(Event("gen_ai.user.message", ("gen_ai.system", "acme")));
        span.Events.Add(Event("gen_ai.choice", ("index", "0"), ("finish_reason", "stop")));

        SpanReading.Of(span).Inputs.ShouldBeNull();
        SpanReading.Of(span).Outputs.ShouldBeNull();
    }

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

    [Theory]
    [InlineData("ai.generateText", false)]
    [InlineData("ai.generateText.doGenerate", true)]
    [InlineData("ai.embedMany.doEmbed", true)]
    public void TokenUsage_KindThatRepeatsItsCalls_HasNone(string kind, bool counts) =>
        (SpanReading.Of(Span(1, 1).With("ai.operationId", kind).With("ai.usage.tokens", new AnyValue { IntValue = 3 })).TokenUsage is not null).ShouldBe(counts);

    [Theory]
    [InlineData("gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_creation.input_tokens", "gen_ai.usage.reasoning.output_tokens")]
    [InlineData("gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_write.input_tokens", "gen_ai.usage.reasoning.output_tokens")]
    [InlineData("gen_ai.usage.cache_read_input_tokens", "gen_ai.usage.cache_creation_input_tokens", "gen_ai.usage.reasoning_tokens")]
    [InlineData("llm.token_count.prompt_details.cache_read", "llm.token_count.prompt_details.cache_write", "llm.token_count.completion_details.reasoning")]
    [InlineData("ai.usage.inputTokenDetails.cacheReadTokens", "ai.usage.inputTokenDetails.cacheWriteTokens", "ai.usage.outputTokenDetails.reasoningTokens")]
    [InlineData("ai.usage.cachedInputTokens", "ai.usage.inputTokenDetails.cacheWriteTokens", "ai.usage.reasoningTokens")]
    public void TokenDetails_SpellingsOfTheDialects_ReadAlike(string cacheRead, string cacheWrite, string reasoning) => SpanReading.Of(Span(1, 1)
        .With(cacheRead, new AnyValue { IntValue = 1 }).With(cacheWrite, "2").With(reasoning, new AnyValue { IntValue = 0 }))
        .TokenDetails.ShouldBe(new TokenDetails(1, 2, 0));

    [Fact]
    public void TokenDetails_KindThatRepeatsItsCalls_HasNone() => SpanReading.Of(Span(1, 1)
        .With("ai.operationId", "ai.streamText").With("ai.usage.reasoningTokens", new AnyValue { IntValue = 3 })).TokenDetails.ShouldBeNull();

    [Fact]
    public void TokenDetails_OfMlflowsUsage_AreRead() => SpanReading.Of(Span(1, 1)
        .With("mlflow.chat.tokenUsage", """{"input_tokens":9,"cache_read_input_tokens":5}""")).TokenDetails.ShouldBe(new TokenDetails(5, null, null));

    [Fact]
    public void TokenDetails_NothingSaid_IsNone() =>
        SpanReading.Of(Span(1, 1).With("gen_ai.usage.input_tokens", new AnyValue { IntValue = 1 })).TokenDetails.ShouldBeNull();

    [Theory]
    [InlineData("gen_ai.provider.name", "gen_ai.agent.name")]
    [InlineData("gen_ai.system", "gen_ai.agent.name")]
    [InlineData("llm.provider", "agent.name")]
    [InlineData("ai.model.provider", "agent.name")]
    public void ProviderAndAgent_OfTheDialects_ReadAlike(string provider, string agent)
    {
        var reading = SpanReading.Of(Span(1, 1).With(provider, "acme").With(agent, "helper"));

        (reading.Provider, reading.Agent).ShouldBe(("acme", "helper"));
    }

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
    public void TokenUsage_BehindHundredsOfFlattenedMessages_IsRead()
    {
        var span = Span(1, 1);
        for (var i = 0; i < 400; i++)
        {
            span.With($"gen_ai.prompt.{i}.content", "x");
        }

        SpanReading.Of(span.With("gen_ai.usage.prompt_tokens", new AnyValue { IntValue = 3 })).TokenUsage.ShouldBe(new SpanTokenUsage(3, 0, 3));
    }

    [Fact]
    public void Content_HugeTextThatOnlyLooksLikeJson_IsTakenAsText()
    {
        var huge = "{" + new string('x', 2 << 20) + "}";
        var spread = Span(1, 1).With("ai.operationId", "ai.generateText.doGenerate").With("ai.prompt.messages", huge);
        var events = Span(1, 1);
        events.Events.Add(Event("gen_ai.user.message", ("gen_ai.event.content", huge)));

        SpanReading.Of(spread).Inputs.ShouldBe($"{{\"messages\":\"{huge}\"}}");
        SpanReading.Of(events).Inputs.ShouldBe($"{{\"messages\":[{{\"role\":\"user\",\"content\":\"{huge}\"}}]}}");
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

    private static Span.Types.Event Event(string name, params (string Key, string Value)[] attributes) =>
        new() { Name = name, Attributes = { attributes.Select(a => Attribute(a.Key, a.Value)) } };
}
