using OtelBridge.Grpc;

namespace OtelBridge.Export.Spool;

/// <summary>Several parcels from disk as one request: a program with little to send leaves many small ones, and each would cost its receiver a commit of its own.</summary>
/// <remarks>Requests of OTLP that follow each other are one request: protobuf joins their lists.</remarks>
internal sealed class ParcelBundle
{
    private readonly List<Parcel> _parts = [];
    private readonly List<SpooledParcel> _spooled = [];

    /// <summary>Gets what it is made of.</summary>
    public IReadOnlyList<SpooledParcel> Spooled => _spooled;

    /// <summary>Gets how many spans are in it.</summary>
    public int Spans { get; private set; }

    /// <summary>Gets its bytes as a request.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether a parcel can travel with those that are in it.</summary>
    public bool Takes(Parcel parcel, int maxBytes) =>
        _parts.Count == 0 || (_parts[0].Experiment == parcel.Experiment && Bytes + parcel.Frame.Length - GrpcFrame.HeaderSize <= maxBytes);

    public void Add(SpooledParcel spooled, Parcel parcel)
    {
        _spooled.Add(spooled);
        _parts.Add(parcel);
        Spans += parcel.Spans;
        Bytes += parcel.Frame.Length - GrpcFrame.HeaderSize;
    }

    public Parcel ToParcel()
    {
        if (_parts.Count == 1)
        {
            return _parts[0];
        }

        var frame = new byte[GrpcFrame.HeaderSize + Bytes];
        var at = GrpcFrame.HeaderSize;
        foreach (var part in _parts)
        {
            var request = part.Frame.Span[GrpcFrame.HeaderSize..];
            request.CopyTo(frame.AsSpan(at));
            at += request.Length;
        }

        return _parts[0] with { Frame = frame, Spans = Spans, Records = [.. _parts.SelectMany(static part => part.Records)] };
    }
}
