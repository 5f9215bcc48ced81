using System.Collections.Concurrent;
using System.Diagnostics;

namespace OtelBridge.Weaver.Tests;

/// <summary>Hears every span while it lives.</summary>
internal sealed class Recorder : IDisposable
{
    private readonly ConcurrentQueue<Activity> _started = new();
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public Recorder()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "OtelBridge",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = _started.Enqueue,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<Activity> Started => [.. _started];

    /// <summary>In the order in which they ended.</summary>
    public IReadOnlyList<Activity> Ended => [.. _ended];

    public Activity Single => Ended.ShouldHaveSingleItem();

    public Activity Named(string name) => Ended.Single(a => a.DisplayName == name);

    public void Dispose() => _listener.Dispose();
}
