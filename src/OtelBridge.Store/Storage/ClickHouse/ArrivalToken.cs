using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Where a page of traces by their arrival ended. Opaque to callers.</summary>
/// <param name="Arrival">Of the last trace.</param>
/// <param name="TraceId">Of the last trace; two servers may give one number.</param>
internal readonly record struct ArrivalToken(ulong Arrival, string TraceId)
{
    private const byte Listing = (byte)'c';
    private const int IdAt = 1 + sizeof(ulong);

    public override string ToString()
    {
        var bytes = new byte[IdAt + Encoding.UTF8.GetByteCount(TraceId)];
        bytes[0] = Listing;
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(1), Arrival);
        Encoding.UTF8.GetBytes(TraceId, bytes.AsSpan(IdAt));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a token; the place before the first trace when it is empty.</summary>
    /// <exception cref="InvalidPageTokenException">The text is no token of this listing.</exception>
    public static ArrivalToken Parse(string text)
    {
        if (text.Length == 0)
        {
            return new ArrivalToken(0, string.Empty);
        }

        return Base64Url.IsValid(text) && Base64Url.DecodeFromChars(text) is { Length: > IdAt } bytes && bytes[0] == Listing
            ? new ArrivalToken(BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(1)), Encoding.UTF8.GetString(bytes.AsSpan(IdAt)))
            : throw new InvalidPageTokenException("Invalid page token. Pass the token of the previous page unchanged, or none for the first page.");
    }
}
