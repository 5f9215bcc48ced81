using OtelBridge.Attributes;
using OtelBridge.Diagnostics;
using OtelBridge.Grpc;
using OtelBridge.Tracking.V1;

using OtelBridge.Configuration;

namespace OtelBridge.Export;

/// <summary>The metadata that names the experiment of a request; a name is resolved to an id at the first request, and the experiment made when missing.</summary>
internal sealed class ExperimentHeader(StoreSettings settings, UnaryGrpcClient client) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private KeyValuePair<string, string>[]? _metadata = settings switch
    {
        { ExperimentId: { } id } => Metadata(id),
        { ExperimentName: null } => [],
        _ => null,
    };

    /// <summary>Gets the metadata.</summary>
    /// <exception cref="GrpcException">The name could not be resolved now and may be later.</exception>
    public ValueTask<KeyValuePair<string, string>[]> GetAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _metadata) is { } known ? new(known) : new(ResolveAsync(cancellationToken));

    public void Dispose() => _gate.Dispose();

    private async Task<KeyValuePair<string, string>[]> ResolveAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_metadata is null)
            {
                Volatile.Write(ref _metadata, await ResolveAsync(settings.ExperimentName ?? string.Empty, cancellationToken).ConfigureAwait(false));
            }

            return _metadata;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<KeyValuePair<string, string>[]> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var id = await FindAsync(name, cancellationToken).ConfigureAwait(false)
                ?? await CreateAsync(name, cancellationToken).ConfigureAwait(false)
                // Another program made it between the two calls.
                ?? await FindAsync(name, cancellationToken).ConfigureAwait(false)
                ?? throw new GrpcException(GrpcStatusCode.NotFound, "The experiment exists and cannot be read.");
            BridgeEventSource.Log.ExperimentResolved(name, id);
            return Metadata(id);
        }
        catch (GrpcException e) when (!RetrySchedule.IsRetryable(e))
        {
            // A plain OTLP receiver has no experiments; the spans are worth more than their place.
            BridgeEventSource.Log.ExperimentUnavailable(name, $"{e.Status}: {e.Message}");
            return [];
        }
    }

    private async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await client.CallAsync(
                TrackingServiceMethods.GetExperiment, new GetExperimentRequest { Name = name }, null, cancellationToken).ConfigureAwait(false);
            return answer.Experiment?.ExperimentId;
        }
        catch (GrpcException e) when (e.Status == GrpcStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<string?> CreateAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await client.CallAsync(
                TrackingServiceMethods.CreateExperiment, new CreateExperimentRequest { Name = name }, null, cancellationToken).ConfigureAwait(false);
            return answer.ExperimentId;
        }
        catch (GrpcException e) when (e.Status == GrpcStatusCode.AlreadyExists)
        {
            return null;
        }
    }

    private static KeyValuePair<string, string>[] Metadata(string id) => [new(MlflowKeys.ExperimentHeader, id)];
}
