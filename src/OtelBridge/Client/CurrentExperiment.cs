using OtelBridge.Client.Transport;
using OtelBridge.Configuration;
using OtelBridge.Entities;
using OtelBridge.Tracing.Ambient;

namespace OtelBridge.Client;

/// <summary>Finds the experiment that traces go to, on the server.</summary>
internal static class CurrentExperiment
{
    private const string Default = "0";

    /// <summary>Id of the experiment that a trace of the calling code would go to; null when it is one that is not made yet.</summary>
    public static async Task<string?> FindIdAsync(MlflowClient client, MlflowDestination? destination, CancellationToken cancellationToken)
    {
        var (id, name) = Choose(client.Settings, destination);
        return id
            ?? (name is null ? Default : (await client.GetExperimentByNameAsync(name, cancellationToken).ConfigureAwait(false))?.ExperimentId);
    }

    /// <summary>The same, made when missing.</summary>
    public static async Task<string> GetIdAsync(MlflowClient client, MlflowDestination? destination, CancellationToken cancellationToken)
    {
        var (id, name) = Choose(client.Settings, destination);
        return id ?? (name is null ? Default : (await GetOrCreateAsync(client.Transport, name, cancellationToken).ConfigureAwait(false)).ExperimentId);
    }

    public static async Task<Experiment> GetOrCreateAsync(ITrackingTransport transport, string name, CancellationToken cancellationToken)
    {
        if (await transport.GetExperimentByNameAsync(name, cancellationToken).ConfigureAwait(false) is { } known)
        {
            return known;
        }

        try
        {
            var id = await transport.CreateExperimentAsync(name, null, null, cancellationToken).ConfigureAwait(false);
            return await transport.GetExperimentAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException e) when (e.ErrorCode == MlflowErrorCode.ResourceAlreadyExists)
        {
            // Another program made it between the two calls.
            var made = await transport.GetExperimentByNameAsync(name, cancellationToken).ConfigureAwait(false);
            if (made is null)
            {
                throw;
            }

            return made;
        }
    }

    /// <summary>Where the calling code's traces go, null for the options' experiment.</summary>
    public static MlflowDestination? OfFlow(MlflowClient client) => AmbientTrace.Choose(client.Settings.IsDestination);

    private static (string? Id, string? Name) Choose(TrackingSettings settings, MlflowDestination? destination) =>
        destination is null ? (settings.ExperimentId, settings.ExperimentName) : (destination.ExperimentId, destination.ExperimentName);
}
