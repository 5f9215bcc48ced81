using System.Collections.Concurrent;
using OtelBridge.Attributes;
using OtelBridge.Client.Transport;
using OtelBridge.Configuration;
using OtelBridge.Diagnostics;

namespace OtelBridge.Export.Wires;

/// <summary>The metadata that names the experiment of a request; a name is resolved to an id at the first request, and the experiment made when missing.</summary>
internal sealed class ExperimentHeader(StoreSettings settings, Func<ITrackingTransport> server) : IDisposable
{
    /// <summary>A program that takes names from its requests must not fill the memory; what is forgotten is asked again.</summary>
    private const int MaxKnownNames = 1000;

    private readonly SemaphoreSlim _gate = new(1, 1);

    // Ids of names, null for a name that the server has no experiments for. At most MaxKnownNames.
    private readonly ConcurrentDictionary<string, string?> _ids = new(StringComparer.Ordinal);

    /// <summary>Gets the metadata.</summary>
    /// <param name="destination">Where the traces go; null for the experiment of the options.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="SendException">The name could not be resolved now and may be later.</exception>
    public ValueTask<KeyValuePair<string, string>[]> GetAsync(MlflowDestination? destination, CancellationToken cancellationToken)
    {
        var (id, name) = Choose(destination);
        return id is not null || name is null || _ids.TryGetValue(name, out id)
            ? new(Metadata(id))
            : new(ResolveAsync(name, cancellationToken));
    }

    /// <summary>The id of the experiment, as far as it is known.</summary>
    public string? KnownId(MlflowDestination? destination)
    {
        var (id, name) = Choose(destination);
        return id ?? (name is not null && _ids.TryGetValue(name, out var known) ? known : null);
    }

    public void Dispose() => _gate.Dispose();

    private (string? Id, string? Name) Choose(MlflowDestination? destination) => destination is null
        ? (settings.ExperimentId, settings.ExperimentName)
        : (destination.ExperimentId, destination.ExperimentName);

    private async Task<KeyValuePair<string, string>[]> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_ids.TryGetValue(name, out var id))
            {
                id = await FindOrCreateAsync(name, cancellationToken).ConfigureAwait(false);
                if (_ids.Count >= MaxKnownNames)
                {
                    _ids.Clear();
                }

                _ids[name] = id;
            }

            return Metadata(id);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<string?> FindOrCreateAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var id = await FindAsync(name, cancellationToken).ConfigureAwait(false)
                ?? await CreateAsync(name, cancellationToken).ConfigureAwait(false)
                // Another program made it between the two calls.
                ?? await FindAsync(name, cancellationToken).ConfigureAwait(false)
                ?? throw new MlflowException("The experiment exists and cannot be read.", MlflowErrorCode.ResourceDoesNotExist);
            BridgeEventSource.Log.ExperimentResolved(name, id);
            return id;
        }
        catch (MlflowException e) when (RetryableOf(e) is { } failure)
        {
            throw failure;
        }
        catch (MlflowException e)
        {
            // A plain OTLP receiver has no experiments; the spans are worth more than their place.
            BridgeEventSource.Log.ExperimentUnavailable(name, $"{e.ErrorCode}: {e.Message}");
            return null;
        }
    }

    private async Task<string?> FindAsync(string name, CancellationToken cancellationToken) =>
        (await server().GetExperimentByNameAsync(name, cancellationToken).ConfigureAwait(false))?.ExperimentId;

    private async Task<string?> CreateAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await server().CreateExperimentAsync(name, null, null, cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException e) when (e.ErrorCode == MlflowErrorCode.ResourceAlreadyExists)
        {
            return null;
        }
    }

    // As the failure of a request with spans, whose sender waits and tries again; null for one that stays.
    private static SendException? RetryableOf(MlflowException failure) => QuestionFailure.Of(failure) is { Failure: SendFailure.Transient } transient ? transient : null;

    private static KeyValuePair<string, string>[] Metadata(string? id) => id is null ? [] : [new(MlflowKeys.ExperimentHeader, id)];
}
