using System.Buffers.Binary;
using System.Security.Cryptography;
using Google.Protobuf;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;

namespace OtelBridge.Browser.Tests.Scenes;

/// <summary>A trace of a scene: an id, a start, and the spans that were made for it.</summary>
public sealed class SceneTrace
{
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(16);
    private int _spans;

    public SceneTrace(DateTimeOffset start) => Start = start;

    public DateTimeOffset Start { get; }

    public ByteString IdBytes => ByteString.CopyFrom(_id);

    /// <summary>The id as addresses have it.</summary>
    public string Id => TraceIdText.FromBytes(_id);

    /// <summary>Its address, relative to the server's.</summary>
    public string Address => $"traces/{Id}";

    /// <summary>The spans made so far; bounded by the scene.</summary>
    public List<Span> Spans { get; } = [];

    /// <summary>Adds a span; without a length it has not ended.</summary>
    public Span Add(string name, string type, Span? parent, double afterSeconds, double? lastsSeconds)
    {
        var span = SceneSpan.Of(this, name, type, parent, TimeSpan.FromSeconds(afterSeconds), lastsSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        Spans.Add(span);
        return span;
    }

    /// <summary>The id of a span, as addresses have it, by the order of its making: 0 is the root.</summary>
    public string SpanId(int number) => Hex.Write(Spans[number].SpanId.Span);

    internal ByteString NextSpanId()
    {
        var id = _id[..8];
        BinaryPrimitives.WriteInt32BigEndian(id.AsSpan(4), ++_spans);
        return ByteString.CopyFrom(id);
    }
}
