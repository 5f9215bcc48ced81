using System.Buffers;

namespace OtelBridge.Identifiers;

/// <summary>Hex digits of ids: written in lower case, read in either.</summary>
public static class Hex
{
    /// <summary>Writes bytes as lower-case hex digits.</summary>
    public static string Write(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    /// <summary>Writes bytes as lower-case hex digits into a buffer; false when it is too short.</summary>
    public static bool TryWrite(ReadOnlySpan<byte> bytes, Span<char> text) => Convert.TryToHexStringLower(bytes, text, out _);

    /// <summary>Reads hex digits that fill the buffer exactly; false for another length or another character.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, Span<byte> bytes) =>
        text.Length == bytes.Length * 2
        && Convert.FromHexString(text, bytes, out _, out var written) == OperationStatus.Done
        && written == bytes.Length;
}
