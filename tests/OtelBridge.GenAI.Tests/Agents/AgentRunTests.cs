using System.Diagnostics;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;
using OtelBridge.GenAI.Tests.Tools;

namespace OtelBridge.GenAI.Tests.Agents;

public sealed class AgentRunTests
{
    [Fact]
    public async Task Run_IsAnAgentSpan_WhoseTurnsAndToolsAreItsChildren()
    {
        using var spans = new EndedSpans();
        var look = AIFunctionFactory.Create(() => "sunny", "look").UseMlflowTracing();
        using var model = new ScriptedModel(ScriptedModel.Asks(ScriptedModel.Call("c1", "look")), ScriptedModel.Says("It is sunny.")).UseMlflowTracing();

        var answer = await MlflowAgent.RunAsync(
            "weather", _ => ToolLoop.RunAsync(model, [look]), inputs: "How is it?", id: "a-1", description: "Knows the weather.", conversationId: "talk-7");

        answer.ShouldBe("It is sunny.");
        var span = spans["invoke_agent weather"];
        span.Type().ShouldBe(SpanType.Agent);
        span.Kind.ShouldBe(ActivityKind.Internal);
        span.Inputs().Compact().ShouldBe("\"How is it?\"");
        span.Outputs().Compact().ShouldBe("\"It is sunny.\"");
        span.Text(GenAiKeys.OperationName).ShouldBe("invoke_agent");
        span.Text(GenAiKeys.AgentName).ShouldBe("weather");
        span.Text(GenAiKeys.AgentId).ShouldBe("a-1");
        span.Text(GenAiKeys.AgentDescription).ShouldBe("Knows the weather.");
        span.Text(GenAiKeys.ConversationId).ShouldBe("talk-7");
        span.Text(MlflowKeys.TraceSession).ShouldBe("talk-7");
        span.GetTagItem(MlflowKeys.ChatTokenUsage).ShouldBeNull();
        spans.All.Count(a => a.Type() == SpanType.ChatModel && a.ParentSpanId == span.SpanId).ShouldBe(2);
        spans["execute_tool look"].ParentSpanId.ShouldBe(spans.All.First(static a => a.Type() == SpanType.ChatModel).SpanId);
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public async Task Run_WithoutAnyTracing_RunsTheBody()
    {
        var answer = await MlflowAgent.RunAsync("quiet", static async run =>
        {
            run.Span.IsRecording.ShouldBeFalse();
            run.SetInputs("a").SetOutputs("b").RecordException(new InvalidOperationException());
            using var next = run.HandOff("other");
            return await next.HandOffAsync("third", static _ => Task.FromResult(3));
        });

        answer.ShouldBe(3);
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public async Task Run_ThatFails_LeavesItsExceptionOnTheSpan()
    {
        using var spans = new EndedSpans();

        await Should.ThrowAsync<TimeoutException>(() => MlflowAgent.RunAsync("late", static Task (_) => throw new TimeoutException("too late")));

        spans["invoke_agent late"].StatusDescription.ShouldBe("TimeoutException: too late");
        spans["invoke_agent late"].Text(OTelKeys.ErrorType).ShouldBe("System.TimeoutException");
        spans["invoke_agent late"].Exception().ShouldNotBe(default);
    }

    [Fact]
    public async Task Run_ThatIsCancelled_EndsItsSpan()
    {
        using var spans = new EndedSpans();
        using var cancel = new CancellationTokenSource();

        var run = MlflowAgent.RunAsync("slow", _ => Task.Delay(Timeout.Infinite, cancel.Token));
        Activity.Current.ShouldBeNull();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => run.WaitAsync(EndedSpans.Patience));

        spans["invoke_agent slow"].Status.ShouldBe(ActivityStatusCode.Error);
    }

    [Fact]
    public void Run_ThatIsDisposed_IsCurrentUntilThen()
    {
        using var spans = new EndedSpans();

        using (var run = MlflowAgent.Start("hand", inputs: new { question = 1 }))
        {
            Activity.Current!.DisplayName.ShouldBe("invoke_agent hand");
            run.SetOutputs("answer");
            run.Span.SetAttribute("more", 1);
        }

        Activity.Current.ShouldBeNull();
        var span = spans["invoke_agent hand"];
        span.Inputs().Compact().ShouldBe("""{"question":1}""");
        span.Outputs().Compact().ShouldBe("\"answer\"");
        span.GetTagItem("more").ShouldBe(1L);
        span.Status.ShouldBe(ActivityStatusCode.Ok);
    }

    [Fact]
    public async Task Messages_OfARun_AreInTheFormOfChats_AndOutputsOfItsOwnStay()
    {
        using var spans = new EndedSpans();
        ChatMessage[] asked = [new(ChatRole.User, "Hello")];

        await MlflowAgent.RunAsync("one", _ => Task.FromResult(ScriptedModel.Says("Hi")), inputs: asked);
        await MlflowAgent.RunAsync("two", static run => Task.FromResult(run.SetOutputs("mine").Name));

        spans["invoke_agent one"].Inputs().Compact().ShouldBe("""[{"role":"user","content":"Hello"}]""");
        spans["invoke_agent one"].Outputs().GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString().ShouldBe("Hi");
        spans["invoke_agent two"].Outputs().Compact().ShouldBe("\"mine\"");
    }

    [Fact]
    public async Task Conversation_IsThatOfTheRunAround_AndNeverOverTheProgramsOwnSession()
    {
        using var spans = new EndedSpans();

        using (Mlflow.UseSession(session: "mine"))
        {
            await MlflowAgent.RunAsync("outer", static _ => MlflowAgent.RunAsync("inner", static _ => Task.CompletedTask), conversationId: "talk");
        }

        spans["invoke_agent inner"].Text(GenAiKeys.ConversationId).ShouldBe("talk");
        spans["invoke_agent inner"].ParentSpanId.ShouldBe(spans["invoke_agent outer"].SpanId);
        spans["invoke_agent outer"].Text(MlflowKeys.TraceSession).ShouldBe("mine");
    }

    [Fact]
    public async Task Content_ThatIsNotCaptured_LeavesNames()
    {
        using var spans = new EndedSpans(static o => o.GenAI.CaptureContent = false);

        await MlflowAgent.RunAsync("quiet", static run => Task.FromResult("secret"), inputs: "secret");

        spans["invoke_agent quiet"].TagObjects.ShouldNotContain(static t => t.Value is string && ((string)t.Value).Contains("secret"));
        spans["invoke_agent quiet"].Text(GenAiKeys.AgentName).ShouldBe("quiet");
    }
}
