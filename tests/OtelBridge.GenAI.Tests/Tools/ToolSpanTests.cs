using System.Diagnostics;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;

namespace OtelBridge.GenAI.Tests.Tools;

public sealed class ToolSpanTests
{
    private static readonly AIFunction Add = AIFunctionFactory.Create((int a, int b) => a + b, "add", "Adds two numbers.");

    [Fact]
    public async Task Call_OfATracedFunction_IsAToolSpanWithArgumentsAndResult()
    {
        using var spans = new EndedSpans();

        var result = await Add.UseMlflowTracing().InvokeAsync(new() { ["a"] = 2, ["b"] = 40 });

        result!.ToString().ShouldBe("42");
        var span = spans["execute_tool add"];
        span.Type().ShouldBe(SpanType.Tool);
        span.Inputs().Compact().ShouldBe("""{"a":2,"b":40}""");
        span.Outputs().Compact().ShouldBe("42");
        span.Text(GenAiKeys.OperationName).ShouldBe("execute_tool");
        span.Text(GenAiKeys.ToolName).ShouldBe("add");
        span.Text(GenAiKeys.ToolType).ShouldBe("function");
        span.Text(GenAiKeys.ToolDescription).ShouldBe("Adds two numbers.");
        span.Status.ShouldBe(ActivityStatusCode.Ok);
        span.Kind.ShouldBe(ActivityKind.Internal);
    }

    [Fact]
    public async Task Call_WithoutAnyTracing_MakesNoSpan()
    {
        Activity? inside = null;
        var function = AIFunctionFactory.Create(() => { inside = Activity.Current; return "done"; }, "look").UseMlflowTracing();

        (await function.InvokeAsync())!.ToString().ShouldBe("done");

        inside.ShouldBeNull();
    }

    [Fact]
    public async Task Function_WrappedTwice_IsTheSameAndMakesOneSpan()
    {
        using var spans = new EndedSpans();
        var once = Add.UseMlflowTracing();

        var twice = once.UseMlflowTracing();
        await twice.InvokeAsync(new() { ["a"] = 1, ["b"] = 1 });

        twice.ShouldBeSameAs(once);
        spans.Names.ShouldBe(["execute_tool add"]);
    }

    [Fact]
    public async Task FunctionThatNeedsApproval_IsFoundThroughTheWrapper_AndInsideIt()
    {
        using var spans = new EndedSpans();
        var outside = new ApprovalRequiredAIFunction(Add).UseMlflowTracing();
        var inside = new ApprovalRequiredAIFunction(Add.UseMlflowTracing());

        outside.GetService<ApprovalRequiredAIFunction>().ShouldNotBeNull();
        inside.UseMlflowTracing().ShouldBeSameAs(inside);
        await outside.InvokeAsync(new() { ["a"] = 1, ["b"] = 1 });
        await inside.InvokeAsync(new() { ["a"] = 1, ["b"] = 1 });

        spans.Names.ShouldBe(["execute_tool add", "execute_tool add"]);
    }

    [Fact]
    public void Tools_OfAllKinds_AreWrappedOnlyWhereTheyAreFunctions()
    {
        AITool declaration = Add.AsDeclarationOnly();
        AITool hosted = new HostedWebSearchTool();

        var traced = new[] { Add, declaration, hosted }.UseMlflowTracing();

        traced.Count.ShouldBe(3);
        traced[0].ShouldNotBeSameAs(Add);
        traced[0].ShouldBeAssignableTo<AIFunction>()!.JsonSchema.GetRawText().ShouldBe(Add.JsonSchema.GetRawText());
        traced[1].ShouldBeSameAs(declaration);
        traced[2].ShouldBeSameAs(hosted);
        traced.UseMlflowTracing()[0].ShouldBeSameAs(traced[0]);
    }

    [Fact]
    public async Task Current_IsTheToolInside_AndTheCallersOwnOutside()
    {
        using var spans = new EndedSpans();
        var seen = new List<string?>();
        var function = AIFunctionFactory.Create(
            async () =>
            {
                seen.Add(Activity.Current?.DisplayName);
                await Task.Yield();
                seen.Add(Activity.Current?.DisplayName);
            },
            "look").UseMlflowTracing();

        using (Mlflow.StartSpan("caller"))
        {
            var call = function.InvokeAsync();
            seen.Add(Activity.Current?.DisplayName);
            await call;
            seen.Add(Activity.Current?.DisplayName);
        }

        seen.Count(n => n == "execute_tool look").ShouldBe(2);
        seen.Count(n => n == "caller").ShouldBe(2);
        spans.ChildrenOf("caller").ShouldBe(["execute_tool look"]);
    }

    [Fact]
    public async Task Pictures_ThatAToolTakesOrAnswers_AreRecordedAsInAChat()
    {
        using var spans = new EndedSpans();
        var draw = AIFunctionFactory.Create((DataContent sketch) => new DataContent(new byte[5_000_000], "image/png"), "draw").UseMlflowTracing();

        await draw.InvokeAsync(new() { ["sketch"] = new DataContent(new byte[3], "image/png") });

        var span = spans["execute_tool draw"];
        span.Inputs().Compact().ShouldBe("""{"sketch":{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}}""");
        span.Outputs().GetProperty("size_bytes").GetInt32().ShouldBe(5_000_000);
        span.Outputs().GetProperty("sha256").GetString()!.Length.ShouldBe(64);
    }

    [Fact]
    public async Task Calls_SideBySide_AreSpansOfTheSameParent()
    {
        using var spans = new EndedSpans();
        var gate = new TaskCompletionSource();
        var function = AIFunctionFactory.Create(
            async (string name) =>
            {
                await gate.Task;
                using var inner = Mlflow.StartSpan($"inside {name}");
            },
            "wait").UseMlflowTracing();

        using (Mlflow.StartSpan("caller"))
        {
            Task[] calls = [.. Enumerable.Range(0, 20).Select(i => function.InvokeAsync(new() { ["name"] = $"{i}" }).AsTask())];
            gate.SetResult();
            await Task.WhenAll(calls).WaitAsync(EndedSpans.Patience);
            Activity.Current!.DisplayName.ShouldBe("caller");
        }

        spans.ChildrenOf("caller").Count().ShouldBe(20);
        foreach (var inner in spans.All.Where(static a => a.DisplayName.StartsWith("inside", StringComparison.Ordinal)))
        {
            spans.All.Single(a => a.SpanId == inner.ParentSpanId).Inputs().GetProperty("name").GetString().ShouldBe(inner.DisplayName["inside ".Length..]);
        }
    }
}
