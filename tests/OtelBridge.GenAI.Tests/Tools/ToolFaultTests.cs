using System.Diagnostics;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;

namespace OtelBridge.GenAI.Tests.Tools;

public sealed class ToolFaultTests
{
    [Fact]
    public async Task Function_ThatThrows_LeavesItsExceptionOnTheSpan_AndToTheCaller()
    {
        using var spans = new EndedSpans();
        var fault = new InvalidOperationException("no such city");
        var function = AIFunctionFactory.Create((string city) => Throw(fault), "weather").UseMlflowTracing();

        (await Should.ThrowAsync<InvalidOperationException>(async () => await function.InvokeAsync(new() { ["city"] = "Atlantis" }))).ShouldBeSameAs(fault);

        var span = spans["execute_tool weather"];
        span.Status.ShouldBe(ActivityStatusCode.Error);
        span.StatusDescription.ShouldBe("InvalidOperationException: no such city");
        span.Text(OTelKeys.ErrorType).ShouldBe("System.InvalidOperationException");
        span.Exception().Tags.ShouldContain(t => t.Key == OTelKeys.ExceptionMessage && (string?)t.Value == "no such city");
        span.Inputs().Compact().ShouldBe("""{"city":"Atlantis"}""");
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public async Task Function_ThatHangs_EndsItsSpanWhenItIsCancelled()
    {
        using var spans = new EndedSpans();
        using var cancel = new CancellationTokenSource();
        var function = AIFunctionFactory.Create((CancellationToken token) => Task.Delay(Timeout.Infinite, token), "hang").UseMlflowTracing();

        var call = function.InvokeAsync(cancellationToken: cancel.Token).AsTask();
        spans.All.ShouldBeEmpty();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => call.WaitAsync(EndedSpans.Patience));

        var span = spans["execute_tool hang"];
        span.Status.ShouldBe(ActivityStatusCode.Error);
        span.Text(OTelKeys.ErrorType).ShouldBe("System.Threading.Tasks.TaskCanceledException");
    }

    [Fact]
    public async Task Function_ThatMissesAnArgument_FailsAsItDoesUntraced()
    {
        using var spans = new EndedSpans();
        var function = AIFunctionFactory.Create((int count) => count, "repeat");

        var untraced = await Should.ThrowAsync<ArgumentException>(async () => await function.InvokeAsync());
        var traced = await Should.ThrowAsync<ArgumentException>(async () => await function.UseMlflowTracing().InvokeAsync());

        traced.Message.ShouldBe(untraced.Message);
        spans["execute_tool repeat"].Inputs().Compact().ShouldBe("{}");
        spans["execute_tool repeat"].Status.ShouldBe(ActivityStatusCode.Error);
    }

    [Fact]
    public async Task Arguments_OfAnyKind_AreRecordedAndNeverFailTheCall()
    {
        using var spans = new EndedSpans();
        var cycle = new Dictionary<string, object?>();
        cycle["me"] = cycle;
        var function = AIFunctionFactory.Create((AIFunctionArguments all) => all.Count, "count").UseMlflowTracing();

        var result = await function.InvokeAsync(new()
        {
            ["nothing"] = null, [string.Empty] = "no name", ["cycle"] = cycle, ["large"] = new string('x', 5_000_000), ["broken"] = new Broken(), ["lone"] = "\ud800",
        });

        result!.ToString().ShouldBe("6");
        var span = spans["execute_tool count"];
        span.Status.ShouldBe(ActivityStatusCode.Ok);
        span.Text(MlflowKeys.SpanInputs)!.Length.ShouldBeLessThan(1_100_000);
        span.Inputs().GetProperty("nothing").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task Content_ThatIsNotCaptured_LeavesNamesOnly()
    {
        using var spans = new EndedSpans(static o => o.GenAI.CaptureContent = false);
        var function = AIFunctionFactory.Create((string secret) => secret, "echo", "Says it again.").UseMlflowTracing();

        await function.InvokeAsync(new() { ["secret"] = "sesame" });

        var span = spans["execute_tool echo"];
        span.TagObjects.ShouldNotContain(static t => t.Value is string && ((string)t.Value).Contains("sesame"));
        span.GetTagItem(MlflowKeys.SpanInputs).ShouldBeNull();
        span.GetTagItem(MlflowKeys.SpanOutputs).ShouldBeNull();
        span.Text(GenAiKeys.ToolName).ShouldBe("echo");
    }

    [Fact]
    public async Task Content_ThatIsRedacted_KeepsItsShape()
    {
        using var spans = new EndedSpans(static o => o.GenAI.RedactText = static text => text == "sesame" ? null : text.ToUpperInvariant());
        var function = AIFunctionFactory.Create((string secret, string[] others, int n) => new { secret, n }, "echo").UseMlflowTracing();

        await function.InvokeAsync(new() { ["secret"] = "sesame", ["others"] = new[] { "a", "sesame" }, ["n"] = 3 });

        var span = spans["execute_tool echo"];
        span.Inputs().Compact().ShouldBe("""{"secret":"[hidden]","others":["A","[hidden]"],"n":3}""");
        span.Outputs().Compact().ShouldBe("""{"secret":"[hidden]","n":3}""");
    }

    private static string Throw(Exception fault) => throw fault;

    private sealed class Broken
    {
        public string Text => throw new InvalidOperationException("broken");
    }
}
