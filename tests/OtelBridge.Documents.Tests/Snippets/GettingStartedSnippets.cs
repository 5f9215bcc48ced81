using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace OtelBridge.Documents.Tests.Snippets;

public sealed class GettingStartedSnippets : AgainstAServer
{
    [Fact]
    public async Task Program_WithTracedMethods_MakesATrace()
    {
        // begin getting-started-program
        using var tracing = MlflowTracing.Init(o => o.ExperimentName = "support");

        Console.WriteLine(await Answer("What is a span?"));

        [Trace(SpanType = SpanType.Chain)]
        static async Task<string> Answer(string question)
        {
            var documents = Search(question);
            await Task.Delay(10);
            return $"{documents.Length} documents say: one step of the work.";
        }

        [Trace(SpanType = SpanType.Retriever)]
        static string[] Search(string question, int count = 3) => new[] { "spans.md", "traces.md", "events.md" }[..count];
        // end getting-started-program

        var trace = await StoredAsync(Mlflow.LastActiveTraceId);
        trace.Spans.Select(static s => (s.Name, s.SpanType)).ShouldBe([("Answer", "CHAIN"), ("Search", "RETRIEVER")]);
        trace.Spans[1].Inputs!.Value.GetProperty("count").GetInt32().ShouldBe(3);
    }

    [Fact]
    public void Host_WithTracing_Registers()
    {
        string[] args = [];

        // begin getting-started-host
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddMlflowTracing();
        // end getting-started-host

        builder.Services.ShouldContain(static service => service.ServiceType == typeof(MlflowTracing));
    }

    [Fact]
    public async Task More_InsideASpan_IsStored()
    {
        var (question, history) = ("Why?", new[] { "Hello" });
        Task<(string Text, int Input, int Output)> CallModel(string text) => Task.FromResult((text, 12, 30));

        // begin getting-started-more
        await Mlflow.TraceAsync("chat", async span =>
        {
            Mlflow.UpdateCurrentTrace(session: "chat-9", user: "ada", tags: new Dictionary<string, string> { ["tier"] = "gold" });
            var answer = await CallModel(question);
            span.SetAttribute("temperature", 0.7).SetTokenUsage(answer.Input, answer.Output);
            return answer.Text;
        }, SpanType.ChatModel, inputs: new { question, history });
        // end getting-started-more

        var info = (await StoredAsync(Mlflow.LastActiveTraceId)).Info;
        (info.Tags["tier"], info.TokenUsage!.TotalTokens).ShouldBe(("gold", 42));
    }

    [Fact]
    public async Task Look_AtTheLastTrace_PrintsItsTree()
    {
        Mlflow.StartSpan("answer").End();

        // begin getting-started-look
        await Mlflow.FlushAsync();
        var trace = await Mlflow.GetTraceAsync(Mlflow.LastActiveTraceId!);
        Console.WriteLine(trace?.ToTree());
        // end getting-started-look

        trace!.ToTree().ShouldContain("answer");
    }
}
