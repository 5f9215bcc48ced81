using System.Diagnostics;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Readiness;

/// <summary>What became of the latest writes. Thread-safe.</summary>
/// <remarks>What senders have just heard is the best proof, and costs nothing. After some seconds it proves nothing any more: then a probe tries for itself, so that a
/// server which nobody sends to, because it was not ready, gets ready again.</remarks>
internal sealed class WriteRecord
{
    private static readonly TimeSpan Validity = TimeSpan.FromSeconds(5);

    private volatile Outcome _last = new(0, null);

    /// <summary>Gets whether a write was committed just now.</summary>
    public bool IsFresh => _last is { At: > 0, Fault: null } last && Stopwatch.GetElapsedTime(last.At) < Validity;

    /// <summary>Notes the end of a write: committed, or with a fault. What was wrong with the write itself says that the store works.</summary>
    public void Note(Exception? fault) => _last = new Outcome(Stopwatch.GetTimestamp(), fault as StoreUnavailableException);

    /// <exception cref="StoreUnavailableException">The last write has just failed.</exception>
    public void ThrowIfFailing()
    {
        if (_last is { Fault: { } fault } last && Stopwatch.GetElapsedTime(last.At) < Validity)
        {
            throw new StoreUnavailableException(fault.Message, fault);
        }
    }

    private sealed record Outcome(long At, StoreUnavailableException? Fault);
}
