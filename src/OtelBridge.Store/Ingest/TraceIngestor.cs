using OtelBridge.Otlp;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Ingest;

/// <summary>The one way in for spans: gRPC, HTTP protobuf and HTTP JSON decode and call this.</summary>
public sealed class TraceIngestor(ITraceStore store)
{
    private readonly ITraceStore _store = store;

    /// <summary>Checks, translates and stores the spans of one request; returns when they are durable.</summary>
    /// <param name="request">The spans. The message belongs to the ingestor from here on.</param>
    /// <param name="experimentId">Value of the experiment header, if the request had one.</param>
    /// <param name="cancellationToken">Gives up waiting; spans that were handed to the writer may still be stored.</param>
    /// <exception cref="StoreUnavailableException">Nothing was stored; the sender may try again.</exception>
    public Task<IngestResult> IngestAsync(ExportTraceServiceRequest request, string? experimentId, CancellationToken cancellationToken)
    {
        throw new NotImplementedException();
    }
}
