using OtelBridge.Otlp;
using OtelBridge.Store.Translation;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tracking;

/// <summary>A stored trace for clients of MLflow's entities: its spans in MLflow's form, for whoever reads them without knowing the dialects.</summary>
internal static class TranslatedTrace
{
    /// <summary>Roots first, then by start, as one group: resource and scope are not part of MLflow's spans.</summary>
    public static Trace Of(Trace trace)
    {
        var scope = new ScopeSpans();
        scope.Spans.AddRange(SpanView.Of(trace).Select(static view => view.Translated()));
        return new Trace { Info = trace.Info, ResourceSpans = { new ResourceSpans { ScopeSpans = { scope } } }, SpanCosts = { trace.SpanCosts } };
    }
}
