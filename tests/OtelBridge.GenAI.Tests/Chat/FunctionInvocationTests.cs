using System.Diagnostics;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;

namespace OtelBridge.GenAI.Tests.Chat;

public sealed class FunctionInvocationTests
{
    private static readonly AIFunction Weather = AIFunctionFactory.Create(static (string city) => $"Warm in {city}", "weather");

    [Fact]
    public async Task Invocation_AroundTheTracedClient_HasASpanForEachCallWithItsTools()
    {
        using var spans = new EndedSpans();
        using var model = Model();
        using var client = new FunctionInvokingChatClient(model.UseMlflowTracing());

        using (Mlflow.StartSpan("run"))
        {
            await client.GetResponseAsync("How is Rome?", new ChatOptions { Tools = [.. new AITool[] { Weather }.UseMlflowTracing()] });
        }

        spans.Names.ShouldBe(["chat gpt-test", "execute_tool weather", "chat gpt-test", "run"]);
        spans.All[1].ParentSpanId.ShouldBe(spans.All[0].SpanId);
        spans.All[1].Text(GenAiKeys.ToolCallId).ShouldBe("c1");
        spans.All[2].ParentSpanId.ShouldBe(spans["run"].SpanId);
    }

    [Fact]
    public async Task Invocation_InsideTheTracedClient_IsOneChainWithItsTools()
    {
        using var spans = new EndedSpans();
        using var model = Model();
        using var invoking = new FunctionInvokingChatClient(model);
        var client = invoking.UseMlflowTracing();
        var options = new ChatOptions { Tools = [Weather] };

        var response = await client.GetResponseAsync("How is Rome?", options);

        response.Text.ShouldBe("It is warm.");
        options.Tools.ShouldBe([Weather]);
        spans.Names.ShouldBe(["execute_tool weather", "orchestrate_tools"]);
        var chain = spans["orchestrate_tools"];
        chain.Type().ShouldBe(SpanType.Chain);
        chain.Kind.ShouldBe(ActivityKind.Internal);
        chain.Text(GenAiKeys.OperationName).ShouldBe("orchestrate_tools");
        spans["execute_tool weather"].ParentSpanId.ShouldBe(chain.SpanId);
        chain.Outputs().GetProperty("choices").EnumerateArray().Select(c => c.GetProperty("message").GetProperty("role").GetString()).ShouldBe(["assistant", "tool", "assistant"]);
    }

    [Fact]
    public async Task Tool_BelowACallThatHasEnded_StillKnowsItsTrace()
    {
        using var spans = new EndedSpans();
        using var model = Model();
        using var client = new FunctionInvokingChatClient(model.UseMlflowTracing());
        var tool = AIFunctionFactory.Create(
            static (string city) =>
            {
                Mlflow.UpdateCurrentTrace(session: "from the tool");
                return city;
            },
            "weather");

        using (Mlflow.StartSpan("run"))
        {
            await client.GetResponseAsync("How is Rome?", new ChatOptions { Tools = [tool.UseMlflowTracing()] });
        }

        spans["run"].Text(MlflowKeys.TraceSession).ShouldBe("from the tool");
        spans["execute_tool weather"].Text(MlflowKeys.TraceSession).ShouldBeNull();
    }

    private static ScriptedChatClient Model() => new()
    {
        Complete = static (client, _) => Task.FromResult(client.Asked.Count == 1
            ? ScriptedChatClient.Answer(new FunctionCallContent("c1", "weather", new Dictionary<string, object?> { ["city"] = "Rome" }))
            : ScriptedChatClient.Answer("It is warm.")),
    };
}
