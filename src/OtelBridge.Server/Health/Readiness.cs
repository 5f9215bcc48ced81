using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Security;
using OtelBridge.Store.Readiness;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Health;

/// <summary>Knows whether the server can do its work now: it is not stopping, it has room for requests, its store answers and takes writes.</summary>
/// <remarks>An answer is good for a second, and whoever asks meanwhile shares it: the number of those who ask does not matter to the store. Thread-safe.</remarks>
internal sealed class Readiness(WholeStore whole, RequestMemory memory, TimeProvider time, ILogger<Readiness> logger, IHostApplicationLifetime? lifetime = null)
{
    private const string Stopping = "The server is stopping.";

    private static readonly TimeSpan Validity = TimeSpan.FromSeconds(1);

    // Shorter than those who ask wait, which is often a second or two; a store that takes longer keeps senders waiting, too.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private volatile bool _isDraining;
    private Task<string?>? _answer;
    private Task _probe = Task.CompletedTask;
    private long _answeredAt;
    private string? _told;

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
        var fault = memory.IsFull ? "The server holds as many requests as it can." : await AskStoreAsync();
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

    private async Task<string?> AskStoreAsync()
    {
        // One that does not end when it is told to would otherwise have company every second.
        if (!_probe.IsCompleted)
        {
            return "The store does not answer.";
        }

        using var deadline = new CancellationTokenSource(Deadline, time);
        try
        {
            _probe = StoreProbe.RunAsync(whole.Store, deadline.Token);
            await _probe.WaitAsync(Deadline, time);
            return null;
        }
        catch (StoreUnavailableException e)
        {
            return e.Message;
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            return FormattableString.Invariant($"The store has not answered within {Deadline.TotalSeconds:0} s.");
        }
        catch (Exception e)
        {
            HealthLog.Failed(logger, e);
            return "The store fails; the server's log says of what.";
        }
    }
}
