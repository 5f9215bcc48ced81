using System.Text.RegularExpressions;
using ChatModels;
using ChatModels.Scripting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.GenAI;

namespace OtelBridge.Documents.Tests.Snippets;

public sealed partial class GenAISnippets : AgainstAServer
{
    private const string Model = "gpt-4o-mini";
    private const string ToolTree = $"""
        chat {Model} CHAT_MODEL
          execute_tool find_order TOOL
        chat {Model} CHAT_MODEL
        """;

    [Fact]
    public async Task Chat_WithOneLine_IsTraced()
    {
        await using var models = await ScriptedModelServer.StartAsync(ModelAnswer.Says("One step of the work."));
        var client = new OpenAIChatClient(Model, "none", models.OpenAIAddress);

        // begin genai-chat
        using var tracing = MlflowTracing.Init();

        IChatClient chat = client.UseMlflowTracing();

        var answer = await chat.GetResponseAsync("What is a span?");
        // end genai-chat

        answer.Text.ShouldBe("One step of the work.");
        var span = (await StoredAsync(Mlflow.LastActiveTraceId)).Spans.ShouldHaveSingleItem();
        (span.Name, span.SpanType).ShouldBe(($"chat {Model}", SpanType.ChatModel));
        span.TokenUsage!.TotalTokens.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task GettingStarted_Chat_IsTraced()
    {
        await using var models = await ScriptedModelServer.StartAsync(ModelAnswer.Says("One step of the work."));
        var client = new OpenAIChatClient(Model, "none", models.OpenAIAddress);

        // begin getting-started-genai
        IChatClient chat = client.UseMlflowTracing();

        var answer = await chat.GetResponseAsync("What is a span?");
        // end getting-started-genai

        (await StoredAsync(Mlflow.LastActiveTraceId)).Spans.ShouldHaveSingleItem().Outputs!.Value.GetRawText().ShouldContain(answer.Text);
    }

    [Fact]
    public async Task Readme_ChatAndTools_AreTraced()
    {
        await using var models = await AskingForOrderAsync();
        var client = new OpenAIChatClient(Model, "none", models.OpenAIAddress);
        var tools = new AITool[] { AIFunctionFactory.Create(FindOrder, "find_order") };

        // begin readme-genai
        IChatClient chat = client.UseMlflowTracing();                // every call: messages, tokens, cost, errors, streamed or not; in a host, services.AddMlflowGenAI()
        var options = new ChatOptions { Tools = tools.UseMlflowTracing() };                    // and every tool, below the call that asked for it
        // end readme-genai

        (await TreeAsync(() => new ToolLoop(chat).GetResponseAsync("Where is my order 1042?", options))).ShouldBe(ToolTree);
    }

    [Fact]
    public async Task PackageReadme_ChatAndTools_AreTraced()
    {
        await using var models = await AskingForOrderAsync();
        var client = new OpenAIChatClient(Model, "none", models.OpenAIAddress);
        var tools = new AITool[] { AIFunctionFactory.Create(FindOrder, "find_order") };

        // begin genai-readme
        using var tracing = MlflowTracing.Init();

        IChatClient chat = client.UseMlflowTracing();
        var options = new ChatOptions { Tools = tools.UseMlflowTracing() };

        var answer = await chat.GetResponseAsync("Where is my order 1042?", options);
        // end genai-readme

        answer.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
    }

    [Fact]
    public void PackageReadme_Host_Registers()
    {
        var builder = WebApplication.CreateSlimBuilder();

        // begin genai-readme-host
        builder.Services.AddMlflowTracing();
        builder.Services.AddMlflowGenAI();
        // end genai-readme-host

        builder.Services.ShouldContain(static service => service.ServiceType == typeof(MlflowTracing));
    }

    [Fact]
    public async Task Host_WithRegisteredClients_TracesThem()
    {
        await using var models = await ScriptedModelServer.StartAsync(ModelAnswer.Says("One step of the work."));
        IChatClient client = new OpenAIChatClient(Model, "none", models.OpenAIAddress);
        IEmbeddingGenerator<string, Embedding<float>> generator = new OpenAIEmbeddingGenerator("text-embedding-3-small", "none", models.OpenAIAddress);
        var builder = WebApplication.CreateSlimBuilder();

        // begin genai-host
        builder.Services.AddMlflowTracing();
        builder.Services.AddSingleton(client);
        builder.Services.AddSingleton(generator);
        builder.Services.AddMlflowGenAI();
        // end genai-host

        await using var services = builder.Services.BuildServiceProvider();
        (await TreeAsync(() => services.GetRequiredService<IChatClient>().GetResponseAsync("What is a span?"))).ShouldBe($"chat {Model} CHAT_MODEL");
        (await TreeAsync(() => services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().GenerateAsync("span")))
            .ShouldBe("embeddings text-embedding-3-small EMBEDDING");
    }

    [Fact]
    public async Task Builder_WithTracingInsideFunctionInvocation_TracesEachCall()
    {
        await using var models = await AskingForOrderAsync();
        var client = new OpenAIChatClient(Model, "none", models.OpenAIAddress);
        var tools = new AITool[] { AIFunctionFactory.Create(FindOrder, "find_order") };

        // begin genai-builder
        IChatClient chat = new ChatClientBuilder(client)
            .UseFunctionInvocation()
            .Use(inner => inner.UseMlflowTracing())
            .Build();
        var options = new ChatOptions { Tools = tools.UseMlflowTracing() };
        // end genai-builder

        (await TreeAsync(() => chat.GetResponseAsync("Where is my order 1042?", options))).ShouldBe(ToolTree);
    }

    [Fact]
    public async Task Tools_OfAChat_HangBelowTheCallThatAsked()
    {
        await using var models = await AskingForOrderAsync();
        IChatClient chat = new ToolLoop(new OpenAIChatClient(Model, "none", models.OpenAIAddress).UseMlflowTracing());

        (await TreeAsync(async () =>
        {
            // begin genai-tools
            var tools = new AITool[] { AIFunctionFactory.Create(FindOrder, "find_order") }.UseMlflowTracing();
            var answer = await chat.GetResponseAsync("Where is my order 1042?", new ChatOptions { Tools = tools });
            // end genai-tools

            answer.Text.ShouldBe("On its way.");
        })).ShouldBe(ToolTree);
    }

    [Fact]
    public async Task Embeddings_WithOneLine_AreTraced()
    {
        await using var models = await ScriptedModelServer.StartAsync();
        var generator = new OpenAIEmbeddingGenerator("text-embedding-3-small", "none", models.OpenAIAddress);

        // begin genai-embeddings
        var vectors = generator.UseMlflowTracing();
        var found = await vectors.GenerateAsync(["What is a span?", "What is a trace?"]);
        // end genai-embeddings

        found.Count.ShouldBe(2);
        (await StoredAsync(Mlflow.LastActiveTraceId)).Spans.ShouldHaveSingleItem().SpanType.ShouldBe(SpanType.Embedding);
    }

    [Fact]
    public async Task Agent_WithItsCalls_IsOneSession()
    {
        await using var models = await ScriptedModelServer.StartAsync(ModelAnswer.Says("One step of the work."));
        var chat = new OpenAIChatClient(Model, "none", models.OpenAIAddress).UseMlflowTracing();
        var question = "What is a span?";

        // begin genai-agent
        var answer = await MlflowAgent.RunAsync("Researcher", async run =>
        {
            var response = await chat.GetResponseAsync(question);
            run.SetOutputs(response.Text);
            return response.Text;
        }, inputs: question, conversationId: "chat-9");
        // end genai-agent

        var trace = await StoredAsync(Mlflow.LastActiveTraceId);
        trace.Info.TraceMetadata["mlflow.trace.session"].ShouldBe("chat-9");
        trace.Root!.Outputs!.Value.GetString().ShouldBe(answer);
        trace.Spans.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Handoff_InAGroup_IsASpanBeside()
    {
        await using var models = await ScriptedModelServer.StartAsync(ModelAnswer.Says("It is on its way."));
        var chat = new OpenAIChatClient(Model, "none", models.OpenAIAddress).UseMlflowTracing();
        var question = "I want my money back.";

        // begin genai-handoff
        await MlflowAgent.RunGroupAsync("shop", async group =>
        {
            using var triage = MlflowAgent.Start("Triage", inputs: question);
            var refunds = triage.HandOff("Refunds", inputs: question);
            var response = await chat.GetResponseAsync(question);
            refunds.SetOutputs(response.Text);
            return response.Text;
        }, conversationId: "chat-9");
        // end genai-handoff

        var trace = await StoredAsync(Mlflow.LastActiveTraceId);
        trace.ChildrenOf(trace.Root!).Select(static span => span.Name).ShouldBe(["invoke_agent Triage", "invoke_agent Refunds"]);
        trace.ParentOf(trace.SearchSpans(SpanType.ChatModel).ShouldHaveSingleItem())!.Name.ShouldBe("invoke_agent Refunds");
    }

    [Fact]
    public void Content_SwitchAndRedaction_AreSetInCode()
    {
        var builder = WebApplication.CreateSlimBuilder();

        // begin genai-content
        builder.Services.AddMlflowTracing(o =>
        {
            o.GenAI.CaptureContent = false;                                             // or OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=false
            o.GenAI.RedactText = text => EmailAddress().Replace(text, "[address]");     // null hides the text
        });
        // end genai-content

        builder.Services.ShouldContain(static service => service.ServiceType == typeof(MlflowTracing));
    }

    private static string FindOrder(int number) => $"order {number} is on its way";

    private static Task<ScriptedModelServer> AskingForOrderAsync() => ScriptedModelServer.StartAsync(
        static request => request.ToolResults.Count > 0 ? ModelAnswer.Says("On its way.") : ModelAnswer.Calls("find_order", """{"number":1042}"""));

    /// <summary>What was traced, name and type of each span, indented by depth.</summary>
    private async Task<string> TreeAsync(Func<Task> traced)
    {
        string id;
        using (var root = Mlflow.StartSpan("root"))
        {
            id = root.TraceId;
            await traced();
        }

        var trace = await StoredAsync(id);
        return string.Join('\n', Below(trace.Root!.SpanId, string.Empty));

        IEnumerable<string> Below(string parent, string indent) => trace.Spans
            .Where(span => span.ParentId == parent)
            .SelectMany(span => Below(span.SpanId, indent + "  ").Prepend($"{indent}{span.Name} {span.SpanType}"));
    }

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.\w+")]
    private static partial Regex EmailAddress();
}
