namespace OtelBridge.Web.TraceView;

/// <summary>A stretch of time in which the trace waited for one span itself, not for what is below it.</summary>
/// <param name="Row">The span.</param>
/// <param name="From">Nanoseconds since 1970.</param>
/// <param name="To">Its end, which is not in it.</param>
public readonly record struct CriticalSection(WaterfallRow Row, long From, long To);
