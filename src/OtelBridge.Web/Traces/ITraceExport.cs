namespace OtelBridge.Web.Traces;

/// <summary>Writes traces out as <c>otelbridge export</c> does.</summary>
internal interface ITraceExport
{
    /// <summary>Writes JSON lines, one a trace, holding a few at a time.</summary>
    /// <param name="experimentIds">Experiments to look in; empty means all.</param>
    /// <param name="filter">Which traces.</param>
    /// <param name="orderBy">In which order.</param>
    /// <param name="output">Where to.</param>
    /// <param name="cancellationToken">Ends it between two traces.</param>
    Task WriteAsync(IReadOnlyList<string> experimentIds, string filter, IReadOnlyList<string> orderBy, Stream output, CancellationToken cancellationToken);
}
