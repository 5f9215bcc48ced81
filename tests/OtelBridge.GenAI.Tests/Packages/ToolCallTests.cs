using System.ComponentModel;
using ChatModels;
using ChatModels.Scripting;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;
using OtelBridge.Entities;

namespace OtelBridge.GenAI.Tests.Packages;

/// <summary>Tools that OpenAI's and Anthropic's models ask for: their spans hang on the call that asked.</summary>
[Collection(TracingCollection.Name)]
public sealed class ToolCallTests(StoreFixture store)
{
    public static TheoryData<string, bool> ProvidersWholeAndStreamed => TracedModels.ProvidersWholeAndStreamed;

    [Theory]
    [MemberData(nameof(ProvidersWholeAndStreamed))]
    public async Task Tools_AskedFor_AreBelowTheCallThatAsked(string provider, bool streamed)
    {
        await using var server = await ScriptedModelServer.StartAsync(static request => request.ToolResults.Count > 0
            ? ModelAnswer.Says("Rain, and it is noon.") with { Usage = new ModelUsage(60, 10) }
            : ModelAnswer.Calls(new ModelToolCall("weather", """{"city":"Bern"}""", "call-1"), new ModelToolCall("clock", "{}", "call-2")) with { Usage = new ModelUsage(40, 8) });
        using var program = new TracedProgram(store);
        using (Mlflow.StartSpan("answer", SpanType.Agent))
        {
            await Loop(provider, server).AskAsync(streamed, "Weather and time?", Options());
        }

        var trace = await program.TraceAsync();

        var chat = $"  CHAT_MODEL chat {TracedModels.ModelOf(provider)}";
        trace.Tree().ShouldBe(["AGENT answer", chat, "    TOOL execute_tool weather", "    TOOL execute_tool clock", chat]);
        var asked = trace.SearchSpans(SpanType.ChatModel)[0];
        asked.Answer().GetProperty("tool_calls").EnumerateArray().Select(static call => call.GetProperty("function").GetProperty("name").GetString())
            .ShouldBe(["weather", "clock"]);
        asked.Text(GenAiKeys.ResponseFinishReasons).ShouldBe("""["tool_calls"]""");
        asked.Text(MlflowKeys.ChatTools).ShouldNotBeNull().ShouldContain("Says the weather of a city.");
        var weather = trace.SearchSpans(name: "execute_tool weather").ShouldHaveSingleItem();
        weather.Inputs!.Value.GetProperty("city").GetString().ShouldBe("Bern");
        weather.Outputs!.Value.GetString().ShouldBe("Rain in Bern");
        weather.Text(GenAiKeys.ToolCallId).ShouldBe("call-1");
        trace.SearchSpans(SpanType.ChatModel)[1].Inputs!.Value.GetProperty("messages").EnumerateArray()
            .Count(static message => message.GetProperty("role").GetString() == "tool").ShouldBe(2);
        trace.Info.TokenUsage.ShouldBe(new TokenUsage(100, 18, 118));
    }

    [Theory]
    [MemberData(nameof(ProvidersWholeAndStreamed))]
    public async Task Tool_ThatThrows_IsAnErrorAndTheAnswerIsNone(string provider, bool streamed)
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Calls("broken"), ModelAnswer.Says("I do not know."));
        using var program = new TracedProgram(store);
        using (Mlflow.StartSpan("answer", SpanType.Agent))
        {
            await Loop(provider, server).AskAsync(streamed, "Try.", Options());
        }

        var trace = await program.TraceAsync();

        var chat = $"  CHAT_MODEL chat {TracedModels.ModelOf(provider)}";
        trace.Tree().ShouldBe(["AGENT answer", chat, "    TOOL execute_tool broken ERROR", chat]);
        trace.SearchSpans(SpanType.Tool)[0].Exception().ShouldBe(("System.InvalidOperationException", "No sensor."));
    }

    [Theory]
    [MemberData(nameof(ProvidersWholeAndStreamed))]
    public async Task Arguments_ThatAreNoJson_AreInTheAnswerAndNoToolRuns(string provider, bool streamed)
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Calls("weather", """{"city":"""), ModelAnswer.Says("Sorry."));
        using var program = new TracedProgram(store);
        using (Mlflow.StartSpan("answer", SpanType.Agent))
        {
            await Loop(provider, server).AskAsync(streamed, "Weather?", Options());
        }

        var trace = await program.TraceAsync();

        var chat = $"  CHAT_MODEL chat {TracedModels.ModelOf(provider)}";
        trace.Tree().ShouldBe(["AGENT answer", chat, chat]);
        trace.SearchSpans(SpanType.ChatModel)[0].Answer().GetProperty("tool_calls")[0].GetProperty("function").GetProperty("name").GetString().ShouldBe("weather");
    }

    private static ToolLoop Loop(string provider, ScriptedModelServer server) => new(TracedModels.Of(provider, server));

    private static ChatOptions Options() => new()
    {
        Tools = new List<AITool>
        {
            AIFunctionFactory.Create([Description("Says the weather of a city.")] (string city) => $"Rain in {city}", "weather"),
            AIFunctionFactory.Create(static () => "12:00", "clock"),
            AIFunctionFactory.Create(string () => throw new InvalidOperationException("No sensor."), "broken"),
        }.UseMlflowTracing(),
    };
}
