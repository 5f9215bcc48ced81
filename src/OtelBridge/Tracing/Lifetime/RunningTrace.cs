using System.Diagnostics;

namespace OtelBridge.Tracing.Lifetime;

/// <summary>An outermost span of this process and what is open below it. Guarded by the lock of <see cref="RunningTraces"/>.</summary>
internal sealed class RunningTrace(long started)
{
    // Each with its place in the order of starts. Bounded over all traces by RunningTraces.MaxSpans.
    private readonly Dictionary<Activity, long> _open = new(ReferenceEqualityComparer.Instance);
    private long _starts;

    public long Started { get; } = started;

    public int Count => _open.Count;

    public void Add(Activity activity) => _open[activity] = _starts++;

    public void Remove(Activity activity) => _open.Remove(activity);

    /// <summary>Newest first: children come before their parents, the outermost span last.</summary>
    public IReadOnlyList<Activity> NewestFirst() => [.. _open.OrderByDescending(static a => a.Value).Select(static a => a.Key)];
}
