using ChatModels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RagService.Corpus;

/// <summary>Makes the index before the service listens, so that no question waits for it: a trace of its own.</summary>
internal sealed partial class IndexingService(Retriever retriever, ModelEndpoint models, ILogger<IndexingService> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await retriever.IndexAsync(cancellationToken);
        }
        catch (Exception e) when (models.Advice(e) is { } advice)
        {
            // The service answers its health check all the same, and the first question tries again.
            Failed(advice);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "The handbook has no index yet. {Advice}")]
    private partial void Failed(string advice);
}
