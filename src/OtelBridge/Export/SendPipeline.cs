using System.Diagnostics;

namespace OtelBridge.Export;

/// <summary>The batches of one destination that are under way, settled in the order they were taken.</summary>
internal sealed class SendPipeline(ISpanSender sender, DeliveryLedger ledger, int batchSpans)
{
    // At most sender.MaxInFlight batches, and as many arrays.
    private readonly Queue<Sending> _sending = new();
    private readonly Stack<Activity[]> _free = new();

    public bool IsEmpty => _sending.Count == 0;

    public bool HasRoom => _sending.Count < sender.MaxInFlight;

    public void Start(SpanQueue queue, CancellationToken stopping, CancellationToken abort)
    {
        var batch = _free.TryPop(out var array) ? array : new Activity[batchSpans];
        var count = queue.Take(batch);
        _sending.Enqueue(new Sending(batch, count, Send(new ArraySegment<Activity>(batch, 0, count), stopping, abort)));
    }

    // The spans have left the queue: whatever happens, Finish must come to count them.
    private Task<SendOutcome> Send(ArraySegment<Activity> batch, CancellationToken stopping, CancellationToken abort)
    {
        try
        {
            return sender.SendAsync(batch, stopping, abort);
        }
        catch (Exception e)
        {
            return Task.FromException<SendOutcome>(e);
        }
    }

    /// <summary>Waits for the oldest batch and counts it.</summary>
    /// <remarks>This is the destination's own thread, with nothing else to do.</remarks>
    public void Finish()
    {
        var (batch, count, task) = _sending.Dequeue();
        SendOutcome outcome;
        try
        {
            outcome = task.GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            Diagnostics.BridgeEventSource.Log.SendFailed(sender.Name, e);
            outcome = new SendOutcome();
        }

        outcome.DropRest(count, DropReason.Failed);
        ledger.Settle(outcome);
        Array.Clear(batch);
        _free.Push(batch);
    }

    private readonly record struct Sending(Activity[] Batch, int Count, Task<SendOutcome> Task);
}
