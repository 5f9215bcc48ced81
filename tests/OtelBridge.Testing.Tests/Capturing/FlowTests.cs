namespace OtelBridge.Testing.Tests.Capturing;

/// <summary>Two classes of tests that run side by side, each in its own flow; neither may see the other's spans.</summary>
public abstract class FlowTests
{
    protected abstract string Name { get; }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Start_BesideOtherTests_SeesItsOwnSpansAlone(int round)
    {
        using var capture = TraceCapture.Start();

        for (var i = 0; i < 50; i++)
        {
            using var outer = Mlflow.StartSpan($"{Name} {round}", SpanType.Agent);
            await Task.Yield();
            await Task.WhenAll(Enumerable.Range(0, 3).Select(n => Task.Run(() => Mlflow.StartSpan($"{Name} step {n}").Dispose())));
        }

        var traces = await capture.WaitForTracesAsync(50);
        traces.Count.ShouldBe(50);
        traces.ShouldAllBe(trace => trace.Root.Name == $"{Name} {round}" && trace.Spans.Count == 4);
        capture.Traces.Count.ShouldBe(50);
    }
}

public sealed class FlowTestsOfOneClass : FlowTests
{
    protected override string Name => "one";
}

public sealed class FlowTestsOfAnotherClass : FlowTests
{
    protected override string Name => "another";
}

public sealed class FlowTestsOfAThirdClass : FlowTests
{
    protected override string Name => "third";
}
