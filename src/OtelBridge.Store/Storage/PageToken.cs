using System.Buffers.Binary;
using System.Buffers.Text;

namespace OtelBridge.Store.Storage;

/// <summary>The place where a page ended: the sort value and the key of its last item. Opaque to callers.</summary>
/// <param name="Listing">Which listing it belongs to.</param>
/// <param name="SortValue">Sort value of the last item.</param>
/// <param name="Key">Key of the last item, which tells items of one sort value apart.</param>
internal readonly record struct PageToken(byte Listing, long SortValue, long Key)
{
    /// <summary>Experiments, newest first.</summary>
    public const byte Experiments = (byte)'e';

    /// <summary>Sessions, the one with the latest trace first.</summary>
    public const byte Sessions = (byte)'s';

    /// <summary>Traces by when they were first stored, the oldest first.</summary>
    public const byte Arrivals = (byte)'a';

    /// <summary>The audit log, newest first.</summary>
    public const byte Audit = (byte)'u';

    private const int Size = 1 + (2 * sizeof(long));

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes[0] = Listing;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], SortValue);
        BinaryPrimitives.WriteInt64BigEndian(bytes[(1 + sizeof(long))..], Key);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a token; the place before the first item when it is empty.</summary>
    /// <exception cref="InvalidPageTokenException">The text is not a token of this listing.</exception>
    public static PageToken Parse(string text, byte listing)
    {
        if (text.Length == 0)
        {
            return new PageToken(listing, long.MaxValue, long.MaxValue);
        }

        Span<byte> bytes = stackalloc byte[Size];
        return Base64Url.IsValid(text, out var length) && length == Size
            && Base64Url.TryDecodeFromChars(text, bytes, out _) && bytes[0] == listing
            ? new PageToken(listing, BinaryPrimitives.ReadInt64BigEndian(bytes[1..]), BinaryPrimitives.ReadInt64BigEndian(bytes[(1 + sizeof(long))..]))
            : throw new InvalidPageTokenException("Invalid page token. Pass the token of the previous page unchanged, or none for the first page.");
    }
}
