using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Security;

namespace OtelBridge.Server.Health;

/// <summary>Knows whether the server can do its work now: it is not stopping, it has room for requests, its store answers and takes writes.</summary>
/// <remarks>
/// <para>An answer is good for a second, and whoever asks meanwhile shares it: the number of those who ask does not matter to the store. Thread-safe.</para>
/// <para>The store of another workspace that does not work keeps nobody but those who are in it from their work, and so does not make the server unready. Which one it is, the log says:
/// everybody may ask for readiness, and names of workspaces are not for everybody.</para>
/// </remarks>
internal sealed class Readiness(WholeStore whole, RequestMemory memory, TimeProvider time, ILogger<Readiness> logger, IHostApplicationLifetime? lifetime = null)
{
    private const string Stopping = "The server is stopping.";

    private static readonly TimeSpan Validity = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly StoreWatch _store = new(whole.Workspaces[0].Store, time, logger);
    private readonly (string Name, StoreWatch Store)[] _others = [.. whole.Workspaces.Skip(1).Select(workspace => (workspace.Name, new StoreWatch(workspace.Store, time, logger)))];
    private readonly Dictionary<string, string?> _toldOfOthers = new(StringComparer.Ordinal); // bounded by the workspaces
    private volatile bool _isDraining;
    private Task<string?>? _answer;
    private long _answeredAt;
    private string? _told;

    /// <summary>Gets how many other workspaces there are.</summary>
    public int Others => _others.Length;

    /// <summary>Gets how many of these did not work when it was last asked.</summary>
    public int OthersMissing { get; private set; }

    /// <summary>Says from now on that the server is not ready, while it goes on working: load balancers then send nobody more.</summary>
    public void Drain() => _isDraining = true;

    /// <summary>Says why the server is not ready; null when it is.</summary>
    public Task<string?> FindFaultAsync()
    {
        if (_isDraining || lifetime?.ApplicationStopping.IsCancellationRequested == true)
        {
            return Task.FromResult<string?>(Stopping);
        }

        lock (_gate)
        {
            if (_answer is null || (_answer.IsCompleted && time.GetElapsedTime(_answeredAt) > Validity))
            {
                _answer = Task.Run(AnswerAsync);
            }

            return _answer;
        }
    }

    private async Task<string?> AnswerAsync()
    {
        var others = AskOthersAsync();
        var fault = memory.IsFull ? "The server holds as many requests as it can." : await _store.AskAsync();
        await others;
        Volatile.Write(ref _answeredAt, time.GetTimestamp());
        if (fault != _told)
        {
            _told = fault;
            if (fault is null)
            {
                HealthLog.Ready(logger);
            }
            else
            {
                HealthLog.NotReady(logger, fault);
            }
        }

        return fault;
    }

    private async Task AskOthersAsync()
    {
        if (_others.Length == 0)
        {
            return;
        }

        var faults = await Task.WhenAll(_others.Select(static other => other.Store.AskAsync()));
        OthersMissing = faults.Count(static fault => fault is not null);
        foreach (var ((name, _), fault) in _others.Zip(faults))
        {
            if (fault != _toldOfOthers.GetValueOrDefault(name))
            {
                _toldOfOthers[name] = fault;
                HealthLog.OfWorkspace(logger, name, fault ?? "it works again");
            }
        }
    }
}
