using Microsoft.Extensions.Logging;
using OtelBridge.Store.Readiness;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Health;

/// <summary>Asks one store whether it works, one question at a time.</summary>
internal sealed class StoreWatch(ITraceStore store, TimeProvider time, ILogger logger)
{
    // Shorter than those who ask wait, which is often a second or two; a store that takes longer keeps senders waiting, too.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    private Task _probe = Task.CompletedTask;

    /// <summary>Says why the store does not work; null when it does. To be called by one at a time.</summary>
    public async Task<string?> AskAsync()
    {
        // One that does not end when it is told to would otherwise have company every second.
        if (!_probe.IsCompleted)
        {
            return "The store does not answer.";
        }

        using var deadline = new CancellationTokenSource(Deadline, time);
        try
        {
            _probe = StoreProbe.RunAsync(store, deadline.Token);
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
