using OtelBridge.Diagnostics;
using OtelBridge.Entities;
using OtelBridge.Tracing.Ambient;

namespace OtelBridge;

/// <summary>A run that is under way in the calling flow: traces that start inside it are linked to it. Made by <see cref="Mlflow.StartRunAsync"/>.</summary>
/// <remarks>Thread-safe. Disposing ends it as <see cref="RunStatus.Finished"/> and never throws; a failure to tell the server is said by the event source.</remarks>
public sealed class MlflowRun : IDisposable, IAsyncDisposable
{
    private readonly AmbientScope _scope;
    private MlflowClient? _client;
    private int _ended;

    internal MlflowRun() => _scope = new AmbientScope(AmbientScope.Open(AmbientTrace.Scope), this);

    /// <summary>Gets the id, 32 hex digits.</summary>
    public string RunId { get; private set; } = string.Empty;

    /// <summary>Gets the id of the experiment that the run and its traces belong to.</summary>
    /// <value>Null for a run that was taken up again by its id without asking the server.</value>
    public string? ExperimentId => Destination?.ExperimentId;

    internal MlflowDestination? Destination { get; private set; }

    internal bool IsActive => Volatile.Read(ref _client) is not null && Volatile.Read(ref _ended) == 0;

    /// <summary>Logs a parameter.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value, which cannot be changed later.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>A task that ends when it is stored.</returns>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE when it has another value already, or what else the server answers.</exception>
    public Task LogParamAsync(string key, string value, CancellationToken cancellationToken = default) =>
        Client().LogParamAsync(RunId, key, value, cancellationToken);

    /// <summary>Logs a value of a metric.</summary>
    /// <param name="key">Name of the metric.</param>
    /// <param name="value">The value.</param>
    /// <param name="step">Which step of the run it belongs to.</param>
    /// <param name="timestamp">When it was measured; now when absent.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>A task that ends when it is stored.</returns>
    /// <exception cref="MlflowException">What the server answers.</exception>
    public Task LogMetricAsync(string key, double value, long step = 0, DateTimeOffset? timestamp = null, CancellationToken cancellationToken = default) =>
        Client().LogMetricAsync(RunId, key, value, timestamp, step, cancellationToken);

    /// <summary>Sets a tag.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>A task that ends when it is stored.</returns>
    /// <exception cref="MlflowException">What the server answers.</exception>
    public Task SetTagAsync(string key, string value, CancellationToken cancellationToken = default) =>
        Client().SetTagAsync(RunId, key, value, cancellationToken);

    /// <summary>Ends the run. Later calls, and the dispose, do nothing.</summary>
    /// <param name="status">How it ended.</param>
    /// <param name="cancellationToken">Ends the request; the run is over for the program either way.</param>
    /// <returns>A task that ends when the server knows.</returns>
    /// <exception cref="MlflowException">What the server answers.</exception>
    public Task EndAsync(RunStatus status = RunStatus.Finished, CancellationToken cancellationToken = default) =>
        TryLeave() is { } client ? client.SetTerminatedAsync(RunId, status, cancellationToken: cancellationToken) : Task.CompletedTask;

    /// <summary>Ends the run as <see cref="RunStatus.Finished"/>; the server is told behind it.</summary>
    public void Dispose()
    {
        if (TryLeave() is { } client)
        {
            _ = TellAsync(client);
        }
    }

    /// <summary>Ends the run as <see cref="RunStatus.Finished"/> and waits until the server knows.</summary>
    public ValueTask DisposeAsync() => TryLeave() is { } client ? new ValueTask(TellAsync(client)) : ValueTask.CompletedTask;

    /// <summary>Makes the run that of the calling flow; it counts from <see cref="Activate"/> on. Not from inside an asynchronous method, whose flow is its own.</summary>
    internal void Enter() => AmbientTrace.Scope = _scope;

    internal void Activate(MlflowClient client, string runId, string? experimentId)
    {
        RunId = runId;
        Destination = experimentId is null ? null : MlflowDestination.Experiment(experimentId);
        Volatile.Write(ref _client, client);
    }

    /// <summary>The run never began.</summary>
    internal void Fail() => _scope.Void();

    private MlflowClient Client() => Volatile.Read(ref _client) ?? throw new MlflowException("The run has not begun.", MlflowErrorCode.BadRequest);

    private MlflowClient? TryLeave()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return null;
        }

        _scope.Void();
        return Volatile.Read(ref _client);
    }

    private async Task TellAsync(MlflowClient client)
    {
        try
        {
            await client.SetTerminatedAsync(RunId).ConfigureAwait(false);
        }
        catch (MlflowException e)
        {
            BridgeEventSource.Log.QuestionFailed(nameof(Mlflow.EndRunAsync), $"{e.ErrorCode}: {e.Message}");
        }
    }
}
