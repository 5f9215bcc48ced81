using OtelBridge.Diagnostics;
using OtelBridge.Otlp;

namespace OtelBridge.Export;

/// <summary>A parcel on its way: what is left of it, in one part or, when the receiver does not take it whole, in several.</summary>
/// <param name="destination">Its name.</param>
/// <param name="parcel">What is sent.</param>
/// <param name="outcome">Takes the counts.</param>
/// <param name="parcels">Of how many parcels it was put together, each of which could have been sent by itself.</param>
internal sealed class ParcelRun(string destination, Parcel parcel, SendOutcome outcome, int parcels = 1)
{
    /// <summary>Requests that one parcel may become while what its receiver cannot take is looked for. A single span of a batch is found with half of them.</summary>
    private const int MaxRequests = 48;

    // Grows by one with each refused request, of which there are at most MaxRequests for each parcel.
    private readonly Stack<Parcel> _parts = new([parcel]);
    private int _requests;

    public bool IsDone => _parts.Count == 0;

    /// <summary>Gets the part to be sent next.</summary>
    public Parcel Next => _parts.Peek();

    /// <summary>The receiver took the part, but for what it says.</summary>
    public void Taken(ExportTracePartialSuccess? partial)
    {
        var part = _parts.Pop();
        _requests++;
        var rejected = Math.Clamp(partial?.RejectedSpans ?? 0, 0, part.Spans);
        outcome.Sent += part.Spans - rejected;
        if (rejected > 0)
        {
            outcome.Drop(DropReason.Rejected, rejected);
            BridgeEventSource.Log.SpansRejected(destination, rejected, partial?.ErrorMessage ?? string.Empty);
        }
    }

    /// <summary>The receiver does not take the part as it is: its halves are tried, and a single span is given up.</summary>
    public void Divide(SendException failure)
    {
        var part = _parts.Pop();
        if (++_requests < MaxRequests * parcels && part.Spans > 1 && ParcelParts.TryHalve(part, out var first, out var second))
        {
            _parts.Push(second);
            _parts.Push(first);
            return;
        }

        outcome.Drop(failure.Failure == SendFailure.TooLarge ? DropReason.TooLarge : DropReason.Rejected, part.Spans);
        BridgeEventSource.Log.SpansRejected(destination, part.Spans, failure.Message);
    }

    /// <summary>Takes out what is left, in its order, for somebody else to count.</summary>
    public IEnumerable<Parcel> TakeRest()
    {
        while (_parts.TryPop(out var part))
        {
            yield return part;
        }
    }

    /// <summary>Gives up what is left.</summary>
    public void Drop(DropReason reason)
    {
        while (_parts.TryPop(out var part))
        {
            outcome.Drop(reason, part.Spans);
        }
    }
}
