using System.Diagnostics;
using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Trace;
using OtelBridge.Configuration;
using OtelBridge.Tracing;

namespace OtelBridge.Tests.Tracing;

/// <summary>Which traces are recorded, and who says so.</summary>
public sealed class SamplingTests : IDisposable
{
    private const string Ours = EnvironmentKeys.SamplingRatio;
    private const string Theirs = EnvironmentKeys.Sampler;
    private const string Argument = EnvironmentKeys.SamplerArgument;

    public void Dispose() => Activity.Current = null;

    [Theory]
    [InlineData(true)]
    [InlineData(false, Ours + "=0")]
    [InlineData(true, Ours + "=1")]
    [InlineData(false, Theirs + "=always_off")]
    [InlineData(true, Theirs + "=always_on")]
    [InlineData(false, Theirs + "=traceidratio", Argument + "=0")]
    [InlineData(true, Theirs + "=parentbased_traceidratio", Argument + "=1")]
    [InlineData(true, Ours + "=1", Theirs + "=always_off")]
    [InlineData(false, Ours + "=0", Theirs + "=always_on")]
    [InlineData(false, Ours + "=nonsense", Theirs + "=always_off")]
    [InlineData(true, Theirs + "=nonsense")]
    [InlineData(true, "Mlflow:SamplingRatio=1", Ours + "=0")]
    public void Root_IsRecordedAsTheFirstOfThemSays(bool recorded, params string[] settings)
    {
        using var tracing = Traced.To([("Mlflow:Export", "None"), .. settings.Select(s => (s.Split('=')[0], s.Split('=')[1]))]);

        using var span = Mlflow.StartSpan("root");
        using var detached = Mlflow.StartSpanNoContext("detached");

        span.IsRecording.ShouldBe(recorded);
        detached.IsRecording.ShouldBe(recorded);
    }

    [Fact]
    public void SamplerInCode_ComesBeforeOpenTelemetrysVariable()
    {
        using var tracing = MlflowTracing.Init(
            configuration: Traced.Configuration(("Mlflow:Export", "None"), (Theirs, "always_off")), configureProvider: b => b.SetSampler(new AlwaysOnSampler()));

        Mlflow.Trace("s", span => span.IsRecording).ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SamplerInCodeAndRatio_TheOneAddedLastDecides(bool samplerIsLast)
    {
        var builder = Sdk.CreateTracerProviderBuilder();
        if (!samplerIsLast)
        {
            builder.SetSampler(new AlwaysOnSampler());
        }

        builder.AddMlflow(o => (o.Export, o.SamplingRatio) = (ExportMode.None, 0));
        if (samplerIsLast)
        {
            builder.SetSampler(new AlwaysOnSampler());
        }

        using var provider = builder.Build();

        Mlflow.Trace("s", span => span.IsRecording).ShouldBe(samplerIsLast);
    }

    [Fact]
    public void Descendants_FollowTheirRoot()
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"), (Ours, "0.5"));
        var (yes, no) = (0, 0);

        for (var i = 0; i < 200; i++)
        {
            using var root = Mlflow.StartSpan("root");
            using var child = Mlflow.StartSpan("child");
            using var detached = Mlflow.StartSpanNoContext("detached", parent: root);
            using var grandchild = Mlflow.StartSpanNoContext("grandchild", parent: detached);
            (child.IsRecording, detached.IsRecording, grandchild.IsRecording).ShouldBe((root.IsRecording, root.IsRecording, root.IsRecording));
            _ = root.IsRecording ? yes++ : no++;
        }

        (yes > 0 && no > 0).ShouldBeTrue(string.Create(CultureInfo.InvariantCulture, $"{yes} of 200 were recorded"));
    }

    [Fact]
    public void GivenTraceId_DecidesTheSameEveryTime()
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"), (Ours, "0.5"));
        var decisions = new List<bool>();

        for (var i = 0; i < 50; i++)
        {
            var id = ActivityTraceId.CreateRandom();
            var twice = Enumerable.Range(0, 2).Select(_ =>
            {
                using var root = DetachedSpan.Begin("root", SpanType.Unknown, null, null, null, null, null, null, id);
                return root.IsRecording;
            }).ToList();
            twice[0].ShouldBe(twice[1]);
            decisions.Add(twice[0]);
        }

        decisions.ShouldContain(true);
        decisions.ShouldContain(false);
    }

    [Fact]
    public void UnsampledSpan_ReadsNothingAndAllocatesNothingToSet()
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"), (Ours, "0"));
        using var span = Mlflow.StartSpan("root");
        var value = new Untouchable();
        var exception = new TimeoutException();
        Set();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Set();
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        span.Activity!.TagObjects.ShouldBeEmpty();
        span.TraceId.ShouldBe("MLFLOW_NO_OP_SPAN_TRACE_ID");
        Mlflow.ActiveTraceId.ShouldBeNull();

        void Set() => span.SetInputs(value).SetOutputs(value).SetAttribute("a", value).SetSpanType("X").SetTokenUsage(1, 2)
            .SetStatus(SpanStatus.Error, "no").AddEvent("e").RecordException(exception);
    }

    private sealed class Untouchable
    {
        public int Value => throw new InvalidOperationException("read");
    }
}
