using OtelBridge.Server.Commands;
using OtelBridge.Store.Storage;
using OtelBridge.Web.Traces;

namespace OtelBridge.Server.Transfer;

/// <summary>The export of the pages: the file that <c>otelbridge export</c> writes, into an answer.</summary>
internal sealed class PageExport(ITraceStore store) : ITraceExport
{
    public async Task WriteAsync(
        IReadOnlyList<string> experimentIds, string filter, IReadOnlyList<string> orderBy, Stream output, CancellationToken cancellationToken)
    {
        // Not disposed of: that would close the store, which is the server's.
        var source = new StoreTraceSource(store);
        var exporter = new TraceExporter(source, new JsonLinesFormat(), new TraceSelection(experimentIds, filter, orderBy));
        await exporter.RunAsync(new StreamOutput(output), long.MaxValue, static _ => { }, cancellationToken);
    }
}
