using System.Buffers.Binary;
using Google.Protobuf;

namespace OtelBridge.Server.Zipkin.Spans;

/// <summary>The id that the server's half of a call gets here when it shares the client's.</summary>
/// <remarks>
/// A store of OTLP has one span an id; with the shared one, the half that comes last would replace the other. The id is computed from the shared one,
/// so that a half that is sent again meets its first copy, whatever request brings it.
/// </remarks>
internal static class SharedSpanId
{
    private const ulong Mask = 0x5A49_504B_494E_5352;

    public static ByteString Of(ByteString sharedId)
    {
        var mixed = BinaryPrimitives.ReadUInt64BigEndian(sharedId.Span) ^ Mask;
        var id = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(id, mixed == 0 ? ~Mask : mixed); // an id must not be all zero
        return UnsafeByteOperations.UnsafeWrap(id);
    }
}
