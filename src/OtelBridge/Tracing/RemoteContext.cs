using System.Diagnostics;
using OtelBridge.Diagnostics;

namespace OtelBridge.Tracing;

/// <summary>Carries the context of a trace over what is neither HTTP nor gRPC, in the form that those use.</summary>
internal static class RemoteContext
{
    private const string ContinuedName = "OtelBridge.Continued";

    public static void Inject(IDictionary<string, string>? carrier)
    {
        if (carrier is null || Activity.Current is not { } activity)
        {
            return;
        }

        try
        {
            DistributedContextPropagator.Current.Inject(activity, carrier, static (pairs, name, value) => ((IDictionary<string, string>)pairs!)[name] = value);
        }
        catch (Exception e)
        {
            // The carrier is the caller's, and may refuse.
            BridgeEventSource.Log.SpanCallFailed(nameof(Mlflow.InjectContext), e);
        }
    }

    /// <summary>What a web server does for a request: a bare activity that stands for the caller.</summary>
    public static IDisposable Continue(IEnumerable<KeyValuePair<string, string>>? carrier)
    {
        if (carrier is null || !SpanSource.IsListening)
        {
            return NothingToEnd.Instance;
        }

        try
        {
            var propagator = DistributedContextPropagator.Current;
            propagator.ExtractTraceIdAndState(carrier, Get, out var parent, out var state);
            if (!ActivityContext.TryParse(parent, state, isRemote: true, out _))
            {
                return NothingToEnd.Instance;
            }

            var activity = new Activity(ContinuedName) { TraceStateString = state };
            activity.SetParentId(parent ?? string.Empty);
            foreach (var (name, value) in propagator.ExtractBaggage(carrier, Get) ?? [])
            {
                activity.AddBaggage(name, value);
            }

            return new Continued(activity.Start());
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(nameof(Mlflow.ContinueTrace), e);
            return NothingToEnd.Instance;
        }
    }

    // Names of headers are the same in any case, and carriers change it.
    private static void Get(object? carrier, string name, out string? value, out IEnumerable<string>? values)
    {
        (value, values) = (null, null);
        foreach (var (key, text) in (IEnumerable<KeyValuePair<string, string>>)carrier!)
        {
            if (name.Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                value = text;
                return;
            }
        }
    }

    private sealed class Continued(Activity activity) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                ActivityEnd.Stop(activity);
            }
        }
    }

    private sealed class NothingToEnd : IDisposable
    {
        public static NothingToEnd Instance { get; } = new();

        public void Dispose()
        {
            // Nothing was begun.
        }
    }
}
