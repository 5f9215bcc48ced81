using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace OtelBridge.Tests.Tracing.Lifetime;

public sealed class TraceTimeoutTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void FluentTrace_RunsTooLong_IsEndedChildrenFirst()
    {
        using var events = new Events();
        using var ended = Tracing();
        var root = Mlflow.StartSpan("root");
        var done = Mlflow.StartSpan("done");
        done.Dispose();
        var child = Mlflow.StartSpan("child");
        Mlflow.StartSpan("below");

        _clock.Advance(TimeSpan.FromSeconds(5));

        ended.Names.ShouldBe(["done", "below", "child", "root"]);
        ended["done"].Status.ShouldBe(ActivityStatusCode.Ok);
        ended["child"].Status.ShouldBe(ActivityStatusCode.Error);
        ended["root"].Status.ShouldBe(ActivityStatusCode.Error);
        ended.Abandoned("root").ShouldNotBeNull().ShouldContain("timeout of 5 s");
        ended.Abandoned("child").ShouldBeNull();
        events.Texts("TraceClosed").ShouldHaveSingleItem().ShouldStartWith(root.TraceId);
        child.SetOutputs("too late").End();
        root.End();
        ended.All.Count.ShouldBe(4);
        ended["child"].TagObjects.Count().ShouldBe(2);
    }

    [Fact]
    public void TracedStream_ReadPastTheTimeout_GoesOnWithoutItsSpan()
    {
        using var ended = Tracing();
        using var faults = new FirstChance();
        using var reader = Mlflow.Trace(Endless)().GetEnumerator();
        reader.MoveNext().ShouldBeTrue();

        _clock.Advance(TimeSpan.FromSeconds(5));
        var before = ended["Endless"].Events.Count();
        reader.MoveNext().ShouldBeTrue();
        reader.MoveNext().ShouldBeTrue();

        reader.Current.ShouldBe(2);
        Activity.Current.ShouldBeNull();
        ended["Endless"].Events.Count().ShouldBe(before);
        faults.All.ShouldBeEmpty("Making a span current that has ended costs an exception for each item.");

        static IEnumerable<int> Endless()
        {
            for (var i = 0; ; i++)
            {
                yield return i;
            }
        }
    }

    [Fact]
    public void Trace_EndsInTime_IsLeftAlone()
    {
        using var ended = Tracing();

        for (var i = 0; i < 5; i++)
        {
            using var root = Mlflow.StartSpan("root");
            using var child = Mlflow.StartSpan("child");
            _clock.Advance(TimeSpan.FromSeconds(4));
        }

        ended.All.Count.ShouldBe(10);
        ended.All.ShouldAllBe(a => a.Status == ActivityStatusCode.Ok);
    }

    [Fact]
    public void Trace_BesideAnOlderOne_HasItsOwnTime()
    {
        using var ended = Tracing();
        Mlflow.StartSpanNoContext("old");
        _clock.Advance(TimeSpan.FromSeconds(3));
        using var young = Mlflow.StartSpanNoContext("young");

        _clock.Advance(TimeSpan.FromSeconds(3));

        ended.Names.ShouldBe(["old"]);
    }

    [Fact]
    public void ForeignSpan_BelowARemoteParent_IsEndedToo()
    {
        using var source = new ActivitySource("Foreign");
        using var ended = Tracing(("Mlflow:Sources", "Foreign"));
        var remote = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true);
        source.StartActivity("first", ActivityKind.Server, remote);
        Activity.Current = null;
        _clock.Advance(TimeSpan.FromSeconds(3));
        source.StartActivity("second", ActivityKind.Server, remote);
        Activity.Current = null;

        _clock.Advance(TimeSpan.FromSeconds(2));
        ended.Names.ShouldBe(["first"]);
        _clock.Advance(TimeSpan.FromSeconds(3));

        ended.Names.ShouldBe(["first", "second"]);
        ended.Abandoned("second").ShouldNotBeNull();
    }

    [Fact]
    public void ClientTrace_RunsTooLong_IsEndedAndItsIdsLeadNowhere()
    {
        using var ended = Tracing();
        var client = new MlflowClient();
        var root = client.StartTrace("root");
        var child = client.StartSpan("child", root.TraceId, root.SpanId);

        _clock.Advance(TimeSpan.FromSeconds(5));

        ended.Names.ShouldBe(["child", "root"]);
        OtelBridge.Client.Spans.OpenTraces.Process.HasTraces.ShouldBeFalse();
        client.EndSpan(root.TraceId, child.SpanId, outputs: 1);
        client.EndTrace(root.TraceId, outputs: 1);
        ended["root"].TagObjects.Count().ShouldBe(2);
    }

    [Fact]
    public void Trace_LostByTheProgram_IsEndedAllTheSame()
    {
        using var ended = Tracing();
        Lose();
        GC.Collect();
        GC.WaitForPendingFinalizers();

        _clock.Advance(TimeSpan.FromSeconds(5));

        ended.Names.ShouldBe(["lost"]);

        static void Lose() => Mlflow.StartSpanNoContext("lost");
    }

    [Fact]
    public void Timeout_ProcessorOfTheProgramThrows_TheOtherSpansEndToo()
    {
        using var ended = Tracing();
        using var provider = Sdk.CreateTracerProviderBuilder().AddSource("OtelBridge").AddProcessor(new ThrowingProcessor()).Build();
        Mlflow.StartSpan("root");
        Mlflow.StartSpan("child");

        _clock.Advance(TimeSpan.FromSeconds(5));

        ended.Names.ShouldBe(["child", "root"], ignoreOrder: true);
    }

    [Fact]
    public void Timeout_NotSet_LetsTracesRun()
    {
        using var ended = new EndedSpans(_clock);
        using var root = Mlflow.StartSpan("root");

        _clock.Advance(TimeSpan.FromDays(2));

        ended.All.ShouldBeEmpty();
    }

    [Fact]
    public void Interval_Longer_FindsThemLater()
    {
        using var ended = Tracing(("MLFLOW_TRACE_TIMEOUT_CHECK_INTERVAL_SECONDS", "60"));
        using var root = Mlflow.StartSpan("root");

        _clock.Advance(TimeSpan.FromSeconds(59));
        ended.All.ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromSeconds(1));

        ended.Names.ShouldBe(["root"]);
    }

    private EndedSpans Tracing(params (string, string)[] settings) => new(_clock, [("MLFLOW_TRACE_TIMEOUT_SECONDS", "5"), .. settings]);

    private sealed class ThrowingProcessor : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data) => throw new InvalidOperationException("mine");
    }

    /// <summary>What is thrown on this thread, caught or not.</summary>
    private sealed class FirstChance : IDisposable
    {
        private readonly int _thread = Environment.CurrentManagedThreadId;

        public FirstChance() => AppDomain.CurrentDomain.FirstChanceException += OnThrown;

        public List<Exception> All { get; } = [];

        public void Dispose() => AppDomain.CurrentDomain.FirstChanceException -= OnThrown;

        private void OnThrown(object? sender, System.Runtime.ExceptionServices.FirstChanceExceptionEventArgs e)
        {
            if (Environment.CurrentManagedThreadId == _thread)
            {
                All.Add(e.Exception);
            }
        }
    }
}
