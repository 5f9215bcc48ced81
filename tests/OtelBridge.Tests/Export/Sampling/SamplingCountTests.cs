using System.Diagnostics;
using FsCheck.Fluent;
using OtelBridge.Configuration;
using OtelBridge.Export;
using OtelBridge.Export.Sampling;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Export.Sampling;

/// <summary>Whatever happens in whatever order, each span is in one count, and a trace is sent whole or not at all.</summary>
public sealed class SamplingCountTests : IDisposable
{
    private readonly ActivitySource _source = new("Sampled");
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = static source => source.Name == "Sampled",
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    public SamplingCountTests() => ActivitySource.AddActivityListener(_listener);

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
        Activity.Current = null;
    }

    [Fact]
    public void AnyOrder_EachSpanIsInOneCountAndEachTraceIsWhole() =>
        Prop.ForAll(Gen.Choose(0, 999).ListOf(60).ToArbitrary(), Play).ShouldHold(500);

    [Fact]
    public async Task ManyThreads_TheCountsAreThoseOfTheSpans()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To(
            (EnvironmentKeys.TrackingUri, store.TrackingUri),
            ("Mlflow:Destinations:store:Sampling:Ratio", "0.3"),
            ("Mlflow:Destinations:store:Sampling:KeepErrors", "true"),
            ("Mlflow:Destinations:store:Sampling:MaxHeldSpans", "20"),
            ("Mlflow:Destinations:store:Filter:Names", "t*"));
        var ended = 0;
        var done = false;
        var watching = Task.Run(() =>
        {
            while (!Volatile.Read(ref done))
            {
                var before = Volatile.Read(ref ended);
                var delivery = tracing.Delivery.Single();
                // Each thread may have ended a span that is not counted here yet, or not there.
                Total(delivery).ShouldBeInRange(before - 4, Volatile.Read(ref ended) + 4);
            }
        });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 300; i++)
            {
                var root = Mlflow.StartSpanNoContext("t root");
                for (var j = 0; j < i % 7; j++)
                {
                    var child = Mlflow.StartSpanNoContext(j == 3 ? "other" : "t child", parent: root);
                    child.SetStatus((i + j + thread) % 20 == 0 ? SpanStatus.Error : SpanStatus.Ok);
                    child.End();
                    Interlocked.Increment(ref ended);
                }

                root.End();
                Interlocked.Increment(ref ended);
            }
        })));
        Volatile.Write(ref done, true);
        await watching;
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        var after = tracing.Delivery.Single();
        Total(after).ShouldBe(ended);
        (after.Queued, after.TotalDropped).ShouldBe((0, 0));
        after.Sent.ShouldBe(store.Spans.Count);
        after.Excluded.ShouldBeGreaterThan(0);
    }

    private static long Total(DestinationDelivery delivery) => delivery.Sent + delivery.Queued + delivery.Spooled + delivery.Excluded + delivery.TotalDropped;

    private void Play(IList<int> steps)
    {
        const int MaxHeld = 8;
        var clock = new ManualClock();
        var ledger = new DeliveryLedger(new OtelBridge.Diagnostics.DeliveryMetrics("d"));
        var sent = new List<Activity>();
        using var sampler = new SpanSampler(
            "d", new SamplingSettings { Ratio = 0.5, KeepErrors = true, MaxHeldSpans = MaxHeld, MaxHoldTime = TimeSpan.FromSeconds(10) }, ledger, clock, (span, _) => sent.Add(span));
        var roots = new List<Activity>();
        var open = new List<Activity>();
        var ended = new List<Activity>();
        foreach (var step in steps)
        {
            switch (step % 10)
            {
                case 0 or 1:
                    roots.Add(Start(null));
                    break;
                case 2 or 3 or 4 when roots.Count > 0:
                    open.Add(Start(roots[step % roots.Count]));
                    break;
                case 5 or 6 or 7 when open.Count > 0:
                    End(Take(open, step), step % 50 == 5);
                    break;
                case 8 when roots.Count > 0 && !roots[step % roots.Count].IsStopped:
                    End(roots[step % roots.Count], step % 40 == 8);
                    break;
                default:
                    clock.Advance(TimeSpan.FromSeconds(step % 5));
                    break;
            }

            Check();
        }

        sampler.Close();
        Check();
        sampler.Read(static (held, _) => held).ShouldBe(0);
        foreach (var trace in ended.GroupBy(static a => a.TraceId))
        {
            trace.Select(sent.Contains).Distinct().Count().ShouldBe(1, "a trace is sent whole or not at all");
            // An error that came after the decision comes too late.
            var root = trace.FirstOrDefault(static a => a.Parent is null);
            if (root is null || trace.TakeWhile(a => a != root).Append(root).Any(static a => a.Status == ActivityStatusCode.Error))
            {
                sent.ShouldContain(trace.First());
            }
        }

        Activity Start(Activity? parent)
        {
            Activity.Current = parent;
            return _source.StartActivity("s").ShouldNotBeNull();
        }

        void End(Activity span, bool isBad)
        {
            span.SetStatus(isBad ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
            span.Stop();
            ended.Add(span);
            sampler.Add(span, 1, isExcluded: false);
        }

        void Check()
        {
            var delivery = ledger.Snapshot("d", string.Empty, static () => 0);
            var held = sampler.Read(static (held, _) => held);
            held.ShouldBeInRange(0, MaxHeld);
            (held + sent.Count + delivery.Excluded).ShouldBe(ended.Count);
        }
    }

    private static Activity Take(List<Activity> from, int step)
    {
        var taken = from[step % from.Count];
        from.Remove(taken);
        return taken;
    }
}
