using OtelBridge.Attributes;
using OtelBridge.Export;
using OtelBridge.Otlp;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Export.Dialects;

/// <summary>What collectors that want the GenAI conventions get of every span type, and of every form that inputs and outputs have.</summary>
public sealed class GenAiTests
{
    private const SpanDialects Both = SpanDialects.Mlflow | SpanDialects.GenAi;

    [Theory]
    [InlineData(SpanType.ChatModel, "chat", Span.Types.SpanKind.Client)]
    [InlineData(SpanType.Llm, "generate_content", Span.Types.SpanKind.Client)]
    [InlineData(SpanType.Embedding, "embeddings", Span.Types.SpanKind.Client)]
    [InlineData(SpanType.Retriever, "retrieval", Span.Types.SpanKind.Internal)]
    [InlineData(SpanType.Tool, "execute_tool", Span.Types.SpanKind.Internal)]
    [InlineData(SpanType.Agent, "invoke_agent", Span.Types.SpanKind.Internal)]
    [InlineData(SpanType.Workflow, "invoke_workflow", Span.Types.SpanKind.Internal)]
    [InlineData(SpanType.Chain, "invoke_workflow", Span.Types.SpanKind.Internal)]
    [InlineData(SpanType.Memory, "search_memory", Span.Types.SpanKind.Internal)]
    [InlineData(SpanType.Reranker, null, Span.Types.SpanKind.Internal)]
    [InlineData(SpanType.Parser, null, Span.Types.SpanKind.Internal)]
    [InlineData(SpanType.Task, null, Span.Types.SpanKind.Internal)]
    [InlineData(SpanType.Guardrail, null, Span.Types.SpanKind.Internal)]
    [InlineData(SpanType.Evaluator, null, Span.Types.SpanKind.Internal)]
    [InlineData(SpanType.Unknown, null, Span.Types.SpanKind.Internal)]
    [InlineData("CUSTOM", null, Span.Types.SpanKind.Internal)]
    public async Task SpanType_AtACollector_HasItsOperationAndKind(string type, string? operation, Span.Types.SpanKind kind)
    {
        var span = await TranslatedSpan.OfAsync(Both, type, """{"question":"why?"}""", "\"because\"");

        span.Attribute(GenAiKeys.OperationName).ShouldBe(operation);
        span.Kind.ShouldBe(kind);
        span.Attribute(MlflowKeys.SpanType).ShouldBe(type);
    }

    [Fact]
    public async Task ChatModel_OfOpenAi_SaysAllThatIsKnown()
    {
        const string Inputs = """
            {"model":"gpt-4o","temperature":0.5,"max_tokens":100,"stop":["end"],"stream":true,"n":2,"seed":7,
             "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Weather?"},
              {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Bern\"}"}}]},
              {"role":"tool","tool_call_id":"c1","content":"sunny"}],
             "tools":[{"type":"function","function":{"name":"weather","description":"Tells it.","parameters":{"type":"object"}}}]}
            """;
        const string Outputs = """{"id":"r1","model":"gpt-4o-2024","choices":[{"finish_reason":"stop","message":{"role":"assistant","content":"Sunny."}}]}""";

        var span = await TranslatedSpan.OfAsync(SpanDialects.GenAi, () =>
        {
            using var call = Mlflow.StartSpan("ask", SpanType.ChatModel);
            call.Activity!.SetTag(MlflowKeys.SpanInputs, Inputs).SetTag(MlflowKeys.SpanOutputs, Outputs).SetTag(MlflowKeys.MessageFormat, "openai");
            call.SetTokenUsage(10, 5, cacheReadInputTokens: 3, cacheCreationInputTokens: 2, reasoningTokens: 1);
        });

        span.Attributes.Where(a => a.Key.StartsWith("mlflow.", StringComparison.Ordinal)).ShouldBeEmpty();
        span.Said("gen_ai.", "peer.").ShouldBe(new Dictionary<string, string>
        {
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.provider.name"] = "openai",
            ["peer.service"] = "openai",
            ["gen_ai.request.model"] = "gpt-4o",
            ["gen_ai.response.model"] = "gpt-4o-2024",
            ["gen_ai.response.id"] = "r1",
            ["gen_ai.response.finish_reasons"] = "stop",
            ["gen_ai.request.temperature"] = "0.5",
            ["gen_ai.request.max_tokens"] = "100",
            ["gen_ai.request.stop_sequences"] = "end",
            ["gen_ai.request.stream"] = "{ \"boolValue\": true }",
            ["gen_ai.request.choice.count"] = "2",
            ["gen_ai.request.seed"] = "7",
            ["gen_ai.usage.input_tokens"] = "10",
            ["gen_ai.usage.output_tokens"] = "5",
            ["gen_ai.usage.cache_read.input_tokens"] = "3",
            ["gen_ai.usage.cache_creation.input_tokens"] = "2",
            ["gen_ai.usage.reasoning.output_tokens"] = "1",
            ["gen_ai.input.messages"] =
                """[{"role":"system","parts":[{"type":"text","content":"Be brief."}]},{"role":"user","parts":[{"type":"text","content":"Weather?"}]},"""
                + """{"role":"assistant","parts":[{"type":"tool_call","id":"c1","name":"weather","arguments":{"city":"Bern"}}]},"""
                + """{"role":"tool","parts":[{"type":"tool_call_response","id":"c1","response":"sunny"}]}]""",
            ["gen_ai.output.messages"] = """[{"role":"assistant","parts":[{"type":"text","content":"Sunny."}],"finish_reason":"stop"}]""",
            ["gen_ai.tool.definitions"] = """[{"type":"function","name":"weather","description":"Tells it.","parameters":{"type":"object"}}]""",
        }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("a text", "\"hi\"", "user: text hi")]
    [InlineData("a text without quotes", "hi there", "user: text hi there")]
    [InlineData("a list of messages", """[{"role":"user","content":"hi"},{"role":"assistant","content":"ho"}]""", "user: text hi; assistant: text ho")]
    [InlineData("OpenAI, parts", """{"messages":[{"role":"user","content":[{"type":"text","text":"see"},{"type":"image_url","image_url":{"url":"http://a/b.png"}}]}]}""", "user: text see, uri http://a/b.png")]
    [InlineData("OpenAI, bytes", """{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]}""", "user: blob AAAA")]
    [InlineData("OpenAI, responses", """{"model":"m","instructions":"Be brief.","input":"hi"}""", "! Be brief.; user: text hi")]
    [InlineData("Anthropic", """{"system":"Be brief.","messages":[{"role":"user","content":[{"type":"text","text":"hi"}]},{"role":"assistant","content":[{"type":"thinking","thinking":"hm"},{"type":"tool_use","id":"t","name":"f","input":{"x":1}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"5"}]}]}""", "! Be brief.; user: text hi; assistant: reasoning hm, tool_call f {\"x\":1}; user: tool_call_response 5")]
    [InlineData("Gemini", """{"contents":[{"role":"user","parts":[{"text":"hi"}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]}],"config":{"system_instruction":"Be brief."}}""", "! Be brief.; user: text hi; assistant: tool_call f {}")]
    [InlineData("one argument", """{"question":"why?"}""", "user: text why?")]
    [InlineData("arguments", """{"a":1,"b":[2]}""", "user: text {\"a\":1,\"b\":[2]}")]
    [InlineData("a number", "42", "user: text 42")]
    [InlineData("nothing", "null", "")]
    [InlineData("no arguments", "{}", "")]
    [InlineData("half a surrogate pair", "\"a\\ud83d\"", "user: text \"a\\ud83d\"")]
    public async Task Inputs_OfAModelCall_BecomeMessages(string form, string inputs, string messages)
    {
        form.ShouldNotBeEmpty();
        var span = await TranslatedSpan.OfAsync(Both, SpanType.ChatModel, inputs, null);

        GenAiText.Of(span).ShouldBe(messages);
    }

    [Fact]
    public async Task Tool_Call_SaysNameIdArgumentsAndResult()
    {
        var call = await TranslatedSpan.OfAsync(SpanDialects.GenAi, SpanType.Tool, """{"id":"c1","name":"f","arguments":{"x":1}}""", "\"sunny\"");
        var plain = await TranslatedSpan.OfAsync(SpanDialects.GenAi, SpanType.Tool, """{"city":"Bern"}""", "\"42\"");

        call.Said("gen_ai.tool").ShouldBe(new Dictionary<string, string>
        {
            ["gen_ai.tool.name"] = "work", ["gen_ai.tool.call.id"] = "c1", ["gen_ai.tool.call.arguments"] = """{"x":1}""", ["gen_ai.tool.call.result"] = "sunny",
        }, ignoreOrder: true);
        plain.Said("gen_ai.tool").ShouldBe(new Dictionary<string, string>
        {
            ["gen_ai.tool.name"] = "work", ["gen_ai.tool.call.arguments"] = """{"city":"Bern"}""", ["gen_ai.tool.call.result"] = "\"42\"",
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task Retriever_QueryAndDocuments_AreInTheirPlaces()
    {
        const string Documents = """[{"id":"d1","page_content":"x","metadata":{"score":0.5}}]""";

        var span = await TranslatedSpan.OfAsync(SpanDialects.GenAi, SpanType.Retriever, """{"query":"why?","k":3,"collection":"faq"}""", Documents);

        span.Said("gen_ai.retrieval", "gen_ai.data").ShouldBe(new Dictionary<string, string>
        {
            ["gen_ai.retrieval.query.text"] = "why?", ["gen_ai.retrieval.top_k"] = "3", ["gen_ai.data_source.id"] = "faq", ["gen_ai.retrieval.documents"] = Documents,
        }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{"model":"e","input":"hi","dimensions":256}""", "null", "256")]
    [InlineData("\"hi\"", "[0.5,0.25]", "2")]
    [InlineData("\"hi\"", "[[1,2,3],[4,5,6]]", "3")]
    [InlineData("\"hi\"", """{"data":[{"embedding":[1,2,3,4]}],"model":"e-1"}""", "4")]
    [InlineData("\"hi\"", """{"embedding":{"values":[1]}}""", "1")]
    [InlineData("\"hi\"", "\"no vector\"", null)]
    public async Task Embedding_Vectors_TellTheirDimensions(string inputs, string outputs, string? dimensions)
    {
        var span = await TranslatedSpan.OfAsync(SpanDialects.GenAi, SpanType.Embedding, inputs, outputs);

        span.Said(GenAiKeys.EmbeddingsDimensionCount).Values.FirstOrDefault().ShouldBe(dimensions);
    }

    [Theory]
    [InlineData("recall", "\"x\"", "\"y\"", "search_memory")]
    [InlineData("save note", "\"x\"", "true", "update_memory")]
    [InlineData("forget", "\"x\"", null, "delete_memory")]
    [InlineData("notes", "\"x\"", null, "update_memory")]
    [InlineData("notes", "\"x\"", "[1]", "search_memory")]
    public async Task Memory_ByNameOrOutputs_IsReadWrittenOrDeleted(string name, string inputs, string? outputs, string operation)
    {
        var span = await TranslatedSpan.OfAsync(SpanDialects.GenAi, () =>
        {
            using var memory = Mlflow.StartSpan(name, SpanType.Memory);
            memory.Activity!.SetTag(MlflowKeys.SpanInputs, inputs).SetTag(MlflowKeys.SpanOutputs, outputs);
        });

        span.Attribute(GenAiKeys.OperationName).ShouldBe(operation);
        span.Said("gen_ai.memory").Keys.ShouldContain(operation == "search_memory" ? GenAiKeys.MemoryQuery : GenAiKeys.MemoryRecords);
    }

    [Theory]
    [InlineData("gpt-4o", null, "gpt-4o")]
    [InlineData("gpt-4o", "openai", "openai")]
    public async Task ModelCall_Peer_IsItsProviderOrElseItsModel(string model, string? provider, string peer)
    {
        var span = await TranslatedSpan.OfAsync(Both, () =>
        {
            using var call = Mlflow.StartSpan("ask", SpanType.ChatModel, "hi").SetModel(model, provider);
        });

        span.Attribute(OTelKeys.PeerService).ShouldBe(peer);
    }

    [Fact]
    public async Task Span_ThatSpeaksGenAiAlready_KeepsItsWords()
    {
        var span = await TranslatedSpan.OfAsync(Both, () =>
        {
            using var call = Mlflow.StartSpan("ask", SpanType.ChatModel, "hi").SetOutputs("ho").SetModel("m", "azure.ai.openai");
            call.SetAttribute(GenAiKeys.OperationName, "realtime").SetAttribute(GenAiKeys.InputMessages, "mine").SetAttribute(GenAiKeys.OutputTokens, 7).SetTokenUsage(1, 2);
            call.SetAttribute(OTelKeys.PeerService, "gateway").SetAttribute("own", "kept");
        });

        span.Said("gen_ai.operation", "gen_ai.input", "gen_ai.usage", "gen_ai.provider", "peer", "own").ShouldBe(new Dictionary<string, string>
        {
            ["gen_ai.operation.name"] = "realtime", ["gen_ai.input.messages"] = "mine", ["gen_ai.usage.input_tokens"] = "1", ["gen_ai.usage.output_tokens"] = "7",
            ["gen_ai.provider.name"] = "azure.ai.openai", ["peer.service"] = "gateway", ["own"] = "kept",
        }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("NO_CONTENT")]
    public async Task Content_NotToBeCaptured_IsLeftOut(string value)
    {
        var span = await TranslatedSpan.OfAsync(
            SpanDialects.GenAi | SpanDialects.OpenInference,
            SpanType.ChatModel,
            """{"model":"m","messages":[{"role":"user","content":"secret"}],"tools":[{"function":{"name":"secret"}}]}""",
            "\"secret\"",
            ("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", value));

        span.Attribute(GenAiKeys.RequestModel).ShouldBe("m");
        span.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task Messages_LongerThanAValueMayBe_LoseTheOldestFirst()
    {
        var span = await TranslatedSpan.OfAsync(
            Both,
            SpanType.ChatModel,
            $$"""[{"role":"user","content":"{{new string('x', 300)}}"},{"role":"assistant","content":"second"},{"role":"user","content":"third"}]""",
            null,
            ("Mlflow:Destinations:collector:MaxValueLength", "200"));

        GenAiText.Of(span).ShouldBe("assistant: text second; user: text third");
    }

    [Fact]
    public async Task Dialect_None_LeavesTheProgramsAttributesAlone()
    {
        var span = await TranslatedSpan.OfAsync(SpanDialects.None, () =>
        {
            using var call = Mlflow.StartSpan("ask", SpanType.ChatModel, "hi").SetAttribute("own", 1);
        });

        span.Attributes.ShouldHaveSingleItem().Key.ShouldBe("own");
    }

    [Fact]
    public async Task SpanOfAnotherSource_WithoutMlflow_StaysAsItIs()
    {
        using var source = new System.Diagnostics.ActivitySource("Dialects.Other");
        var span = await TranslatedSpan.OfAsync(
            Both,
            () => source.StartActivity("http", System.Diagnostics.ActivityKind.Client)!.SetTag("url.full", "http://a").SetTag("error", false).Dispose(),
            ("Mlflow:Sources", source.Name));

        span.Attributes.ShouldHaveSingleItem().Key.ShouldBe("url.full");
        span.Kind.ShouldBe(Span.Types.SpanKind.Client);
    }
}
