namespace OtelBridge.Web.Content;

/// <summary>The bytes of media that stand in their own address.</summary>
internal static class MediaBytes
{
    private const string Scheme = "data:";
    private const string Encoding = ";base64,";

    /// <summary>Decodes an address; null when it holds no bytes.</summary>
    public static byte[]? Of(string address)
    {
        var at = address.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? address.IndexOf(Encoding, StringComparison.OrdinalIgnoreCase) : -1;
        var bytes = at < 0 ? [] : new byte[(address.Length - at) / 4 * 3];
        return at >= 0 && Convert.TryFromBase64Chars(address.AsSpan(at + Encoding.Length), bytes, out var written) ? bytes[..written] : null;
    }
}
