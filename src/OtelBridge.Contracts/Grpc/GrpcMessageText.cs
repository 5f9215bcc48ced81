using System.Text;

namespace OtelBridge.Grpc;

/// <summary>The percent-encoding of <c>grpc-message</c>: UTF-8, everything outside printable ASCII and <c>%</c> itself as <c>%XX</c>.</summary>
public static class GrpcMessageText
{
    /// <summary>Longest encoded text in characters; what exceeds it is cut off at a whole character.</summary>
    /// <remarks>Peers limit all trailers together, commonly to 8 KiB, and drop the status with the message when that is exceeded.</remarks>
    public const int MaxEncodedLength = 4096;

    private const string HexDigits = "0123456789ABCDEF";

    /// <summary>Encodes a message for the trailer.</summary>
    public static string Encode(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var builder = new StringBuilder(Math.Min(message.Length + 16, MaxEncodedLength));
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in message.EnumerateRunes())
        {
            var bytes = utf8[..rune.EncodeToUtf8(utf8)];
            var plain = rune.Value is >= 0x20 and <= 0x7E and not '%';
            if (builder.Length + (plain ? 1 : bytes.Length * 3) > MaxEncodedLength)
            {
                break;
            }

            if (plain)
            {
                builder.Append((char)rune.Value);
                continue;
            }

            foreach (var b in bytes)
            {
                builder.Append('%').Append(HexDigits[b >> 4]).Append(HexDigits[b & 15]);
            }
        }

        return builder.ToString();
    }

    /// <summary>Decodes a trailer; a broken escape stays as it was written, as the specification asks.</summary>
    public static string Decode(string encoded) => Uri.UnescapeDataString(encoded);
}
