using System.Diagnostics;

namespace OtelBridge.Tracing;

/// <summary>Makes the next trace that this thread starts have a given id.</summary>
/// <remarks>
/// An id could also be passed as a parent without a span, but then samplers see a parent that nobody sampled, and drop the trace. The generator of
/// ids is asked where a root is made, so the sampler sees what it is: a root.
/// </remarks>
internal static class GivenTraceId
{
    [ThreadStatic]
    private static ActivityTraceId _given;

    private static Func<ActivityTraceId>? _ours;

    /// <summary>Gives the id; <see langword="default"/> takes it back.</summary>
    public static void Set(ActivityTraceId id)
    {
        _given = id;
        if (id != default && (Activity.TraceIdGenerator is not { } generator || !ReferenceEquals(generator, Volatile.Read(ref _ours))))
        {
            Install();
        }
    }

    /// <summary>Puts our generator before that of the program, which stays the one that makes ids.</summary>
    private static void Install()
    {
        var before = Activity.TraceIdGenerator;
        Func<ActivityTraceId> ours = () => _given != default ? _given : before?.Invoke() ?? ActivityTraceId.CreateRandom();
        Volatile.Write(ref _ours, ours);
        Activity.TraceIdGenerator = ours;
    }
}
