using System.Diagnostics;
using OtelBridge.Export;
using OtelBridge.Export.Writing;

namespace OtelBridge.Benchmarks.Export;

/// <summary>Spans at a steady rate, as a busy program makes them.</summary>
internal sealed class PacedSpans : IDisposable
{
    private const int PerTick = 100;

    private readonly ActivitySource _source = new($"OtelBridge.Benchmarks.Paced.{Guid.NewGuid():N}");
    private readonly ActivityListener _listener;
    private readonly string _text = new('x', 700);

    public PacedSpans()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => ReferenceEquals(source, _source),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Ends spans for a time; each goes to every destination.</summary>
    /// <param name="destinations">Who gets them.</param>
    /// <param name="perSecond">How many a second.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="everySecond">Called about once a second.</param>
    /// <returns>How many were ended.</returns>
    public async Task<long> RunAsync(IReadOnlyList<Destination> destinations, int perSecond, TimeSpan duration, Action? everySecond = null)
    {
        var start = Stopwatch.GetTimestamp();
        var ended = 0L;
        var seconds = 0;
        while (Stopwatch.GetElapsedTime(start) is var elapsed && elapsed < duration)
        {
            if (ended > elapsed.TotalSeconds * perSecond)
            {
                await Task.Delay(1);
                continue;
            }

            for (var i = 0; i < PerTick; i++)
            {
                End(destinations);
            }

            ended += PerTick;
            if (elapsed.TotalSeconds >= seconds + 1)
            {
                seconds++;
                everySecond?.Invoke();
            }
        }

        return ended;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
    }

    private void End(IReadOnlyList<Destination> destinations)
    {
        using var span = _source.StartActivity("work", ActivityKind.Internal, default(ActivityContext)) ?? throw new InvalidOperationException("Nobody listens.");
        span.SetTag("text", _text);
        span.Stop();
        var bytes = SpanSize.Estimate(span);
        foreach (var destination in destinations)
        {
            destination.Add(span, bytes);
        }
    }
}
