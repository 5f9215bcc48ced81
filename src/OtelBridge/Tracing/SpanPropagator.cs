using System.Diagnostics;
using OtelBridge.Sources;

namespace OtelBridge.Tracing;

/// <summary>Names a span that is exported as the parent of a call's other side: what <see cref="HttpClient"/> puts around a call that nobody traces never arrives anywhere, nor does a folded span.</summary>
internal sealed class SpanPropagator(DistributedContextPropagator inner) : DistributedContextPropagator
{
    private static readonly Lock Gate = new();

    public override IReadOnlyCollection<string> Fields => inner.Fields;

    /// <summary>Puts it before the propagator of the process, once. HttpClient and ASP.NET Core ask that one.</summary>
    public static void Install()
    {
        lock (Gate)
        {
            if (Current is not SpanPropagator)
            {
                Current = new SpanPropagator(Current);
            }
        }
    }

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
        if (activity is not null && BareActivity.Is(activity))
        {
            var span = BareActivity.Through(activity);
            activity = BareActivity.Is(span) ? activity : span;
        }

        inner.Inject(activity is null ? null : FoldedCalls.Shown(activity), carrier, setter);
    }

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
        inner.ExtractTraceIdAndState(carrier, getter, out traceId, out traceState);

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) =>
        inner.ExtractBaggage(carrier, getter);
}
