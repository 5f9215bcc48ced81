using System.Diagnostics;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;

namespace OtelBridge.GenAI.Tests.Tools;

public sealed class ForeignToolSpanTests
{
    private const string FunctionInvocation = "Experimental.Microsoft.Extensions.AI";

    private static readonly AIFunction Add = AIFunctionFactory.Create((int a, int b) => a + b, "add", "Adds two numbers.").UseMlflowTracing();

    [Theory]
    [InlineData(FunctionInvocation)]
    [InlineData("OtelBridge")]
    public async Task Span_ThatSaysTheCallAlready_GetsWhatIsKnown(string source)
    {
        using var spans = new EndedSpans(null, source);
        using var foreign = new ActivitySource(source);

        using (foreign.StartActivity("execute_tool add"))
        {
            await Add.InvokeAsync(new() { ["a"] = 2, ["b"] = 40 });
            Activity.Current!.DisplayName.ShouldBe("execute_tool add");
            spans.All.ShouldBeEmpty();
        }

        var span = spans["execute_tool add"];
        span.Type().ShouldBe(SpanType.Tool);
        span.Inputs().Compact().ShouldBe("""{"a":2,"b":40}""");
        span.Outputs().Compact().ShouldBe("42");
        span.Text(GenAiKeys.ToolDescription).ShouldBe("Adds two numbers.");
        span.Text(MlflowKeys.TraceRequestId).ShouldBe($"tr-{span.TraceId}");
    }

    [Fact]
    public async Task Span_ThatSaysTheCall_TakesOneCallOnly()
    {
        using var spans = new EndedSpans(null, FunctionInvocation);
        using var foreign = new ActivitySource(FunctionInvocation);

        using (foreign.StartActivity("execute_tool add"))
        {
            await Add.InvokeAsync(new() { ["a"] = 1, ["b"] = 1 });
            await Add.InvokeAsync(new() { ["a"] = 2, ["b"] = 2 });
        }

        spans.All.Count.ShouldBe(2);
        spans.All[0].Inputs().Compact().ShouldBe("""{"a":2,"b":2}""");
        spans.All[0].ParentSpanId.ShouldBe(spans.All[1].SpanId);
        spans.All[1].Inputs().Compact().ShouldBe("""{"a":1,"b":1}""");
    }

    [Theory]
    [InlineData(FunctionInvocation, "execute_tool subtract")]
    [InlineData(FunctionInvocation, "orchestrate_tools")]
    [InlineData("Some.Program", "execute_tool add")]
    public async Task Span_OfSomethingElse_IsTheParent(string source, string name)
    {
        using var spans = new EndedSpans(null, source);
        using var foreign = new ActivitySource(source);

        using (foreign.StartActivity(name))
        {
            await Add.InvokeAsync(new() { ["a"] = 1, ["b"] = 1 });
        }

        spans.All.Count.ShouldBe(2);
        spans.All[0].DisplayName.ShouldBe("execute_tool add");
        spans.All[0].ParentSpanId.ShouldBe(spans.All[1].SpanId);
        spans.All[1].GetTagItem(MlflowKeys.SpanInputs).ShouldBeNull();
    }

    [Fact]
    public async Task Span_ThatSaysTheCall_GetsTheFaultAndIsEndedByItsOwner()
    {
        using var spans = new EndedSpans(null, FunctionInvocation);
        using var foreign = new ActivitySource(FunctionInvocation);
        var function = AIFunctionFactory.Create(() => { throw new TimeoutException("late"); }, "slow").UseMlflowTracing();

        using (var activity = foreign.StartActivity("execute_tool slow"))
        {
            await Should.ThrowAsync<TimeoutException>(async () => await function.InvokeAsync());
            activity!.IsStopped.ShouldBeFalse();
        }

        spans["execute_tool slow"].Text(OTelKeys.ErrorType).ShouldBe("System.TimeoutException");
        spans["execute_tool slow"].StatusDescription.ShouldBe("TimeoutException: late");
    }
}
