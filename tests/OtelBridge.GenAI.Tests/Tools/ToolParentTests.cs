using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;

namespace OtelBridge.GenAI.Tests.Tools;

public sealed class ToolParentTests
{
    private static readonly AIFunction Add = AIFunctionFactory.Create((int a, int b) => a + b, "add").UseMlflowTracing();
    private static readonly AIFunction Now = AIFunctionFactory.Create(() => "noon", "now").UseMlflowTracing();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tool_ThatAnAnswerAskedFor_HangsOnThatModelCall(bool isStreamed)
    {
        using var spans = new EndedSpans();
        using var model = new ScriptedModel(
            ScriptedModel.Asks(Sum("c1", 1, 2)), ScriptedModel.Asks(Sum("c2", 3, 4), ScriptedModel.Call("c3", "now")), ScriptedModel.Says("done")).UseMlflowTracing();

        using (Mlflow.StartSpan("agent"))
        {
            (await ToolLoop.RunAsync(model, [Add, Now], isStreamed ? ToolLoop.AskStreaming : null)).ShouldBe("done");
            Activity.Current!.DisplayName.ShouldBe("agent");
        }

        var calls = spans.All.Where(static a => a.Type() == SpanType.ChatModel).ToList();
        calls.Count.ShouldBe(3);
        calls.ShouldAllBe(a => a.ParentSpanId == spans["agent"].SpanId);
        var tools = spans.All.Where(static a => a.Type() == SpanType.Tool).ToDictionary(static a => a.Text(GenAiKeys.ToolCallId)!);
        tools["c1"].ParentSpanId.ShouldBe(calls[0].SpanId);
        tools["c2"].ParentSpanId.ShouldBe(calls[1].SpanId);
        tools["c3"].ParentSpanId.ShouldBe(calls[1].SpanId);
        spans.All.Select(static a => a.TraceId).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Tool_OfAModelCallWithoutAnySpanAround_IsInTheTraceOfThatCall()
    {
        using var spans = new EndedSpans();
        using var model = new ScriptedModel(ScriptedModel.Asks(Sum("c1", 1, 2)), ScriptedModel.Says("done")).UseMlflowTracing();

        await ToolLoop.RunAsync(model, [Add]);

        var first = spans.All.First(static a => a.Type() == SpanType.ChatModel);
        spans["execute_tool add"].ParentSpanId.ShouldBe(first.SpanId);
        spans["execute_tool add"].TraceId.ShouldBe(first.TraceId);
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public async Task Tool_ThatRunsForAnotherRequest_IsInThatTrace()
    {
        using var spans = new EndedSpans();
        var call = Sum("c1", 1, 2);
        using var model = new ScriptedModel(ScriptedModel.Asks(call)).UseMlflowTracing();
        using (Mlflow.StartSpan("first request"))
        {
            await model.GetResponseAsync("go");
        }

        using (Mlflow.StartSpan("approval"))
        {
            await Add.InvokeAsync(new AIFunctionArguments(call.Arguments));
        }

        spans.ChildrenOf("approval").ShouldBe(["execute_tool add"]);
        spans["execute_tool add"].Text(GenAiKeys.ToolCallId).ShouldBe("c1");
    }

    [Fact]
    public async Task WhatAToolDoes_IsBelowIt_AlsoWhereItsParentHasEnded()
    {
        using var spans = new EndedSpans();
        using var model = new ScriptedModel(ScriptedModel.Asks(ScriptedModel.Call("c1", "look")), ScriptedModel.Says("done")).UseMlflowTracing();
        var look = AIFunctionFactory.Create(
            async () =>
            {
                await Task.Yield();
                using var inner = Mlflow.StartSpan("inside");
                Mlflow.UpdateCurrentTrace(tags: [new("who", "tool")]);
            },
            "look").UseMlflowTracing();

        using (Mlflow.StartSpan("agent"))
        {
            await ToolLoop.RunAsync(model, [look]);
        }

        spans.ChildrenOf("execute_tool look").ShouldBe(["inside"]);
        spans["agent"].TagObjects.ShouldContain(static t => t.Key.EndsWith(".who", StringComparison.Ordinal) || (string?)t.Value == "tool");
    }

    private static FunctionCallContent Sum(string id, int a, int b) => ScriptedModel.Call(id, "add", ("a", Element(a)), ("b", Element(b)));

    private static object Element(int value) => JsonDocument.Parse($"{value}").RootElement;
}
