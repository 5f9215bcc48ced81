using System.Diagnostics;

namespace OtelBridge.Export;

/// <summary>Sends batches over one wire. Called from one thread; knows nothing of queues.</summary>
internal interface ISpanSender : IDisposable
{
    /// <summary>Gets the name of the destination in ledgers and events.</summary>
    string Name { get; }

    /// <summary>Gets where it sends to, redacted.</summary>
    string Endpoint { get; }

    /// <summary>Gets how many batches may be under way at once.</summary>
    int MaxInFlight { get; }

    /// <summary>Sends a batch. The array is the sender's until the task ends; it may reorder it.</summary>
    /// <param name="batch">Ended activities.</param>
    /// <param name="stopping">Signals that the program ends: no more waiting between attempts.</param>
    /// <param name="abort">Signals that the time is over: end now.</param>
    /// <returns>The outcome of every span of the batch. The task does not fail.</returns>
    Task<SendOutcome> SendAsync(ArraySegment<Activity> batch, CancellationToken stopping, CancellationToken abort);
}
