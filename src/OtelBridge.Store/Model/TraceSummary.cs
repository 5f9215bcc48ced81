namespace OtelBridge.Store.Model;

/// <summary>A trace by its spans, without what they say.</summary>
/// <param name="TraceId">The id, mostly <c>tr-</c> and the hex digits of the OTLP id.</param>
/// <param name="RootService">The service of the span that speaks for the trace, or else of the earliest; empty when it has no name.</param>
/// <param name="RootName">The name of that span.</param>
/// <param name="StartUnixNano">The earliest start.</param>
/// <param name="EndUnixNano">The latest end; null while no span has ended.</param>
/// <param name="OrphanCount">Number of spans whose parent is not stored.</param>
/// <param name="Services">The services of the trace by name.</param>
public sealed record TraceSummary(
    string TraceId, string RootService, string RootName, long StartUnixNano, long? EndUnixNano, long OrphanCount, IReadOnlyList<ServiceShare> Services);
