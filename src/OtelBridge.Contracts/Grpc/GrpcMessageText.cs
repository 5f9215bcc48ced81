using System.Text;

namespace OtelBridge.Grpc;

/// <summary>The percent-encoding of <c>grpc-message</c>: UTF-8, everything outside printable ASCII and <c>%</c> itself as <c>%XX</c>.</summary>
public static class GrpcMessageText
{
    /// <summary>Encodes a message for the trailer.</summary>
    public static string Encode(string message)
    {
        var builder = new StringBuilder(message.Length + 16);
        foreach (var b in Encoding.UTF8.GetBytes(message))
        {
            if (b is >= 0x20 and <= 0x7E and not (byte)'%')
            {
                builder.Append((char)b);
            }
            else
            {
                builder.Append('%').Append(Convert.ToHexString([b]));
            }
        }

        return builder.ToString();
    }

    /// <summary>Decodes a trailer; a broken escape stays as it was written, as the specification asks.</summary>
    public static string Decode(string encoded) => Uri.UnescapeDataString(encoded);
}
