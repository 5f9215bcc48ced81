using OtelBridge.Dialects;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Interop.Tests.Emitters;

/// <summary>
/// GenAI libraries with the instrumentations that people use, over real OTLP: each span has its type, inputs, outputs, model and tokens. Those of .NET that
/// cannot be restored here come as composed requests.
/// </summary>
/// <remarks>Where a span lacks something, its instrumentation does not say it (OpenInference: the tokens of streams and embeddings).</remarks>
public sealed class EmitterTests(EmitterReport report) : IClassFixture<EmitterReport>
{
    private const string Question = "How is the weather in Bern?";
    private const string Asking = "user: How is the weather in Bern?\nassistant: It is sunny in Bern.";
    private const string AskingForTool = "system: Be brief.\nuser: How is the weather in Bern?\nassistant: weather({\"city\":\"Bern\"})";
    private const string AnsweringWithTool = AskingForTool + "\ntool: = Sunny in Bern.\nassistant: It is sunny in Bern.";

    [Fact]
    public async Task OpenAi_InstrumentedByOpenInference_IsReadInEveryColumn()
    {
        var run = await RunAsync("openai.mjs", "openinference");

        run.Spans.Select(span => span.Row).ShouldBe([
            "LLM OpenAI Chat Completions | gpt-4o-mini-2024-07-18 | 11/5",
            "LLM OpenAI Chat Completions | gpt-4o-mini | -",
            "LLM OpenAI Responses | gpt-4o-mini-2024-07-18 | 21/7",
            "EMBEDDING OpenAI Embeddings | text-embedding-3-small | -",
        ]);
        var spans = run.Spans.ToList();
        spans.ShouldAllBe(span => span.Provider == "openai");
        spans[0].Chat.ShouldBe(AskingForTool);
        spans[0].Inputs!.ShouldStartWith("""{"model":"gpt-4o-mini","messages":[{"role":"system","content":"Be brief."}""");
        spans[0].Outputs!.ShouldContain("tool_calls");
        spans[1].Chat.ShouldBe(Asking);
        spans[2].Chat.ShouldBe("system: Be brief.\n" + Asking);
        spans[2].Details.ShouldBe(new TokenDetails(4, null, 3));
        spans[3].Inputs.ShouldBe($"\"{Question}\"");
        spans[3].Outputs.ShouldBe($$"""{"embeddings":[{"text":"{{Question}}","vector":[0.25,-0.5,0.75]}]}""");
        run.Traces.Select(trace => trace.Info.RequestPreview).ShouldBe([Question, Question, Question, $"\"{Question}\""]);
        Tokens(run.Traces[2]).ShouldBe((21, 7, 28));
    }

    [Fact]
    public async Task OpenAi_InstrumentedByOpenLlmetry_IsReadInEveryColumn()
    {
        var run = await RunAsync("openai.mjs", "traceloop");

        run.Spans.Select(span => span.Row).ShouldBe([
            "CHAT_MODEL chat gpt-4o-mini | gpt-4o-mini-2024-07-18 | 11/5",
            "CHAT_MODEL chat gpt-4o-mini | gpt-4o-mini-2024-07-18 | -",
        ]);
        run.Spans.Select(span => span.Chat).ShouldBe([AskingForTool, Asking]);
        run.Spans.ShouldAllBe(span => span.Provider == "openai");
        run.Spans.ShouldAllBe(span => span.Inputs!.StartsWith("[{\"role\":") && span.Outputs!.StartsWith("[{\"role\":\"assistant\""));
        run.Traces.Select(trace => trace.Info.RequestPreview).ShouldBe([Question, Question]);
        run.Traces[1].Info.ResponsePreview.ShouldBe(OpenAiStandIn.Answer);
        Tokens(run.Traces[0]).ShouldBe((11, 5, 16));
    }

    [Fact]
    public async Task OpenAiAgents_AgentThatUsesATool_IsReadInEveryColumn()
    {
        var run = await RunAsync("agents.mjs");

        run.Spans.Select(span => span.Row).ShouldBe(
            [
                "AGENT Agent workflow |  | -",
                "AGENT Forecaster |  | -",
                "LLM response | gpt-4o-mini-2024-07-18 | 11/5",
                "TOOL weather |  | -",
                "LLM response | gpt-4o-mini-2024-07-18 | 21/7",
            ],
            ignoreOrder: true);
        run["AGENT Agent workflow |  | -"].Chat.ShouldBe(Asking);
        run["AGENT Forecaster |  | -"].Outputs.ShouldBe($"\"{OpenAiStandIn.Answer}\"");
        run["LLM response | gpt-4o-mini-2024-07-18 | 11/5"].Chat.ShouldBe(AskingForTool);
        run["LLM response | gpt-4o-mini-2024-07-18 | 21/7"].Chat.ShouldBe(AnsweringWithTool);
        run["LLM response | gpt-4o-mini-2024-07-18 | 21/7"].Details.ShouldBe(new TokenDetails(4, null, 3));
        (run["TOOL weather |  | -"].Inputs, run["TOOL weather |  | -"].Outputs).ShouldBe(("""{"city":"Bern"}""", "\"Sunny in Bern.\""));
        var trace = run.Traces.ShouldHaveSingleItem();
        trace.Info.RequestPreview.ShouldBe(Question);
        Tokens(trace).ShouldBe((32, 12, 44));
    }

    [Fact]
    public async Task LangChain_AgentThatUsesATool_IsReadInEveryColumn()
    {
        var run = await RunAsync("langchain.mjs");

        run.Spans.Where(span => span.Type != "CHAIN").Select(span => span.Row).ShouldBe([
            "LLM ChatOpenAI | gpt-4o-mini | 11/5", "TOOL weather |  | -", "LLM ChatOpenAI | gpt-4o-mini | 21/7",
        ]);
        run["LLM ChatOpenAI | gpt-4o-mini | 11/5"].Chat.ShouldBe(AskingForTool);
        run["LLM ChatOpenAI | gpt-4o-mini | 21/7"].Chat.ShouldBe(AnsweringWithTool);
        run["LLM ChatOpenAI | gpt-4o-mini | 21/7"].Details.ShouldBe(new TokenDetails(4, null, 3));
        run["TOOL weather |  | -"].Inputs.ShouldBe("\"Bern\"");
        run["TOOL weather |  | -"].Outputs!.ShouldContain("Sunny in Bern.");
        var trace = run.Traces.ShouldHaveSingleItem();
        (trace.Info.Name, trace.Info.RequestPreview, trace.Info.ResponsePreview).ShouldBe(("forecaster", Question, OpenAiStandIn.Answer));
        Tokens(trace).ShouldBe((32, 12, 44));
    }

    [Fact]
    public async Task LlamaIndex_ChatAndQuestionToDocuments_AreReadInEveryColumn()
    {
        var run = await RunAsync("llamaindex.mjs");

        run.Spans.Select(span => span.Row).ShouldBe(
            [
                "CHAT_MODEL chat gpt-4o-mini | gpt-4o-mini | 21/7",
                "WORKFLOW retriever_query_engine.query |  | -",
                "TASK retriever_query_engine.retrieve |  | -",
                "TASK vector_index_retriever.retrieve |  | -",
                "TASK base_embedding.get_query_embedding |  | -",
                "TASK compact_and_refine.synthesize |  | -",
                "CHAT_MODEL chat gpt-4o-mini | gpt-4o-mini | 21/7",
            ],
            ignoreOrder: true);
        run["CHAT_MODEL chat gpt-4o-mini | gpt-4o-mini | 21/7"].Chat.ShouldBe("system: Be brief.\n" + Asking);
        run["CHAT_MODEL chat gpt-4o-mini | gpt-4o-mini | 21/7", 1].Chat.ShouldContain("Bern is sunny.");
        run["TASK base_embedding.get_query_embedding |  | -"].Outputs.ShouldBe("[0.25,-0.5,0.75]");
        run["WORKFLOW retriever_query_engine.query |  | -"].Inputs!.ShouldContain(Question);
        run.Traces.Select(trace => trace.Info.ResponsePreview).ShouldBe([OpenAiStandIn.Answer, OpenAiStandIn.Answer]);
        run.Traces.Select(Tokens).ShouldBe([(21, 7, 28), (21, 7, 28)]);
    }

    [Fact]
    public async Task VercelAi_ToolStreamEmbeddingAndFailure_AreReadInEveryColumn()
    {
        var run = await RunAsync("vercel.mjs");

        run.Spans.Select(span => span.Row).ShouldBe(
            [
                "LLM ai.generateText | gpt-4o-mini | -",
                "LLM ai.generateText.doGenerate | gpt-4o-mini-2024-07-18 | 11/5",
                "TOOL ai.toolCall |  | -",
                "LLM ai.generateText.doGenerate | gpt-4o-mini-2024-07-18 | 21/7",
                "LLM ai.streamText | gpt-4o-mini | -",
                "LLM ai.streamText.doStream | gpt-4o-mini-2024-07-18 | 21/7",
                "EMBEDDING ai.embed | text-embedding-3-small | -",
                "EMBEDDING ai.embed.doEmbed | text-embedding-3-small | 6/0",
                "LLM ai.generateText | no-such-model | -",
                "LLM ai.generateText.doGenerate | no-such-model | -",
            ],
            ignoreOrder: true);
        run["LLM ai.generateText | gpt-4o-mini | -"].Chat.ShouldBe("system: Be brief.\n" + Asking);
        run["LLM ai.generateText.doGenerate | gpt-4o-mini-2024-07-18 | 11/5"].Chat.ShouldBe(AskingForTool);
        run["LLM ai.generateText.doGenerate | gpt-4o-mini-2024-07-18 | 21/7"].Chat.ShouldBe(AnsweringWithTool);
        run["LLM ai.generateText.doGenerate | gpt-4o-mini-2024-07-18 | 21/7"].Details.ShouldBe(new TokenDetails(4, null, 3));
        run["LLM ai.streamText.doStream | gpt-4o-mini-2024-07-18 | 21/7"].Chat.ShouldBe(Asking);
        (run["TOOL ai.toolCall |  | -"].Inputs, run["TOOL ai.toolCall |  | -"].Outputs).ShouldBe(("""{"city":"Bern"}""", "\"Sunny in Bern.\""));
        (run["EMBEDDING ai.embed | text-embedding-3-small | -"].Inputs, run["EMBEDDING ai.embed | text-embedding-3-small | -"].Outputs)
            .ShouldBe(($"\"{Question}\"", "[0.25,-0.5,0.75]"));
        run["LLM ai.generateText.doGenerate | no-such-model | -"].Error!.ShouldContain("There is no such model.");
        run.Traces.Select(Tokens).ShouldBe([(32, 12, 44), (21, 7, 28), (6, 0, 6), (0, 0, 0)]);
        run.Traces.Select(trace => trace.Info.Metadata["mlflow.trace.session"]).Distinct().ShouldBe(["session-1"]);
        run.Traces.Select(trace => trace.Info.Metadata["mlflow.trace.user"]).Distinct().ShouldBe(["user-1"]);
        run.Traces[^1].Info.State.ShouldBe(TraceState.Error);
    }

    [Fact]
    public async Task SemanticKernel_AgentThatUsesATool_IsReadInEveryColumn()
    {
        var run = await SendAsync("semantic-kernel");

        run.Spans.Select(span => span.Row).ShouldBe([
            "AGENT invoke_agent Forecaster |  | -",
            "CHAT_MODEL chat.completions gpt-4o-mini | gpt-4o-mini | 11/5",
            "TOOL execute_tool weather |  | -",
            "CHAT_MODEL chat.completions gpt-4o-mini | gpt-4o-mini | 21/7",
            "LLM text.completions davinci-3 | davinci-3 | 6/6",
            "CHAT_MODEL chat.completions gpt-4 | gpt-4 | 9/3",
        ]);
        run.Spans.Select(span => span.Chat).ShouldBe([
            Asking, AskingForTool, string.Empty, AnsweringWithTool, "user: Once upon\nassistant:  a time", "user: Hi\nassistant: Hello",
        ]);
        var tool = run["TOOL execute_tool weather |  | -"];
        (tool.Inputs, tool.Outputs).ShouldBe(("""{"city":"Bern"}""", "\"Sunny in Bern.\""));
        var chat = run["CHAT_MODEL chat.completions gpt-4o-mini | gpt-4o-mini | 11/5"];
        chat.Inputs.ShouldBe("""{"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"How is the weather in Bern?"}]}""");
        chat.Outputs!.ShouldContain("tool_calls");
        run.Traces.Select(trace => (trace.Info.RequestPreview, trace.Info.ResponsePreview)).ShouldBe([
            (Question, OpenAiStandIn.Answer), ("Once upon", " a time"), ("Hi", "Hello"),
        ]);
        run.Traces.Select(Tokens).ShouldBe([(32, 12, 44), (6, 6, 12), (9, 3, 12)]);
    }

    [Fact]
    public async Task AgentFramework_AgentThatUsesATool_IsReadInEveryColumn()
    {
        var run = await SendAsync("agent-framework");

        run.Spans.Select(span => span.Row).ShouldBe([
            "AGENT invoke_agent Forecaster(3f2a) | gpt-4o-mini | 32/12",
            "CHAIN orchestrate_tools |  | -",
            "CHAT_MODEL chat gpt-4o-mini | gpt-4o-mini-2024-07-18 | 11/5",
            "TOOL execute_tool weather |  | -",
            "CHAT_MODEL chat gpt-4o-mini | gpt-4o-mini-2024-07-18 | 21/7",
            "EMBEDDING embeddings text-embedding-3-small | text-embedding-3-small | 6/0",
        ]);
        var calls = run.Spans.Where(span => span.Type == "CHAT_MODEL").ToList();
        calls[0].Chat.ShouldBe(AskingForTool);
        calls[1].Chat.ShouldBe(AskingForTool + "\ntool: = Sunny in Bern.\nassistant: The tool says so. | It is sunny in Bern.");
        calls[1].Details.ShouldBe(new TokenDetails(4, null, 3));
        run.Spans.First().Chat.ShouldBe(
            "user: How is the weather in Bern?\nassistant: weather({\"city\":\"Bern\"})\ntool: = Sunny in Bern.\nassistant: It is sunny in Bern.");
        var tool = run["TOOL execute_tool weather |  | -"];
        (tool.Inputs, tool.Outputs).ShouldBe(("""{"city":"Bern"}""", "\"Sunny in Bern.\""));
        (run.Traces[0].Info.RequestPreview, run.Traces[0].Info.ResponsePreview).ShouldBe((Question, OpenAiStandIn.Answer));
        run.Traces[0].Info.Metadata["mlflow.trace.session"].ShouldBe("conversation-1");
        run.Traces.Select(Tokens).ShouldBe([(32, 12, 44), (6, 0, 6)]); // the agent's own usage is that of its calls
    }

    [Fact]
    public async Task AutoGen_AgentThatUsesATool_IsReadInEveryColumn()
    {
        var run = await SendAsync("autogen");

        run.Spans.Select(span => span.Row).ShouldBe([
            " autogen send forecaster.(default)-T |  | -",
            " autogen process forecaster.(default)-A |  | -",
            "AGENT create_agent forecaster |  | -",
            "AGENT invoke_agent forecaster |  | -",
            "CHAT_MODEL openai.chat | gpt-4o-mini-2024-07-18 | 11/5",
            "TOOL execute_tool weather |  | -",
            "CHAT_MODEL openai.chat | gpt-4o-mini-2024-07-18 | 21/7",
        ]);
        run.Spans.Where(span => span.Model is not null).Select(span => span.Chat).ShouldBe([AskingForTool, AnsweringWithTool]);
        run["CHAT_MODEL openai.chat | gpt-4o-mini-2024-07-18 | 21/7"].Details.ShouldBe(new TokenDetails(4, null, null));
        run["CHAT_MODEL openai.chat | gpt-4o-mini-2024-07-18 | 11/5"].Inputs.ShouldBe(
            """{"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"How is the weather in Bern?"}]}""");
        Tokens(run.Traces.ShouldHaveSingleItem()).ShouldBe((32, 12, 44));
    }

    private static (long Input, long Output, long Total) Tokens(Trace trace) =>
        trace.Info.TokenUsage is { } usage ? (usage.InputTokens, usage.OutputTokens, usage.TotalTokens) : default;

    private async Task<EmitterRun> RunAsync(string script, params string[] arguments) => Reported(await EmitterRun.RunAsync(script, arguments));

    private async Task<EmitterRun> SendAsync(string name) => Reported(await EmitterRun.SendAsync(name));

    private EmitterRun Reported(EmitterRun run)
    {
        report.Add(run.ToString());
        return run;
    }
}
