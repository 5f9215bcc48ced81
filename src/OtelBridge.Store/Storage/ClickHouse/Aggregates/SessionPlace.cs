using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace OtelBridge.Store.Storage.ClickHouse.Aggregates;

/// <summary>The latest trace of the last session of a page. Opaque to callers.</summary>
/// <param name="Start">Its start.</param>
/// <param name="Arrival">When its first input was stored.</param>
/// <param name="TraceId">Its id.</param>
internal sealed record SessionPlace(long Start, ulong Arrival, string TraceId) : IComparable<SessionPlace>
{
    private const byte Mark = (byte)'h';
    private const int HeadSize = 1 + sizeof(long) + sizeof(ulong);
    private const int MaxLength = 8 * 1024;

    public override string ToString()
    {
        var bytes = new byte[HeadSize + Encoding.UTF8.GetByteCount(TraceId)];
        bytes[0] = Mark;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), Start);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(1 + sizeof(long)), Arrival);
        Encoding.UTF8.GetBytes(TraceId, bytes.AsSpan(HeadSize));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Compares as the engine does: texts by their bytes.</summary>
    public int CompareTo(SessionPlace? other) => other is null ? 1
        : (Start, Arrival).CompareTo((other.Start, other.Arrival)) is not 0 and var order ? order
        : Encoding.UTF8.GetBytes(TraceId).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other.TraceId));

    /// <summary>Reads a token; null, the place before the first session, when it is empty.</summary>
    /// <exception cref="InvalidPageTokenException">The text is not a token of this listing.</exception>
    public static SessionPlace? Parse(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (text.Length <= MaxLength && Base64Url.IsValid(text, out var length) && length > HeadSize)
        {
            var bytes = Base64Url.DecodeFromChars(text).AsSpan();
            if (bytes[0] == Mark)
            {
                return new SessionPlace(
                    BinaryPrimitives.ReadInt64BigEndian(bytes[1..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[(1 + sizeof(long))..]), Encoding.UTF8.GetString(bytes[HeadSize..]));
            }
        }

        throw new InvalidPageTokenException("Invalid page token. Pass the token of the previous page unchanged, or none for the first page.");
    }
}
