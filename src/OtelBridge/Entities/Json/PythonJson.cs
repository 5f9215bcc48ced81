using System.Buffers;

namespace OtelBridge.Entities.Json;

/// <summary>Mends what Python's <c>json.dumps</c> writes and JSON does not have: the numbers NaN and Infinity, and halves of surrogate pairs.</summary>
/// <remarks><c>{"score": NaN, "text": "\ud83d"}</c> becomes <c>{"score": "NaN", "text": "\ufffd"}</c>; everything else stays byte for byte.</remarks>
internal static class PythonJson
{
    private const int EscapeLength = 6;

    /// <summary>Gives text in which such numbers are texts and such halves are replacement characters.</summary>
    public static ReadOnlySpan<byte> Mend(ReadOnlySpan<byte> utf8)
    {
        if (!IsSuspect(utf8))
        {
            return utf8;
        }

        var mended = new ArrayBufferWriter<byte>(utf8.Length + 64);
        var copied = 0;
        var inText = false;
        for (var i = 0; i < utf8.Length;)
        {
            var rest = utf8[i..];
            var (length, isPlain) = inText ? InText(rest) : Outside(rest);
            if (!isPlain)
            {
                mended.Write(utf8[copied..i]);
                Replace(rest[..length], mended);
                copied = i + length;
            }

            inText ^= rest[0] == (byte)'"';
            i += length;
        }

        mended.Write(utf8[copied..]);
        return mended.WrittenSpan;
    }

    private static bool IsSuspect(ReadOnlySpan<byte> utf8) =>
        utf8.IndexOf("\\ud"u8) >= 0 || utf8.IndexOf("\\uD"u8) >= 0 || utf8.IndexOf("NaN"u8) >= 0 || utf8.IndexOf("Infinity"u8) >= 0;

    private static void Replace(ReadOnlySpan<byte> found, ArrayBufferWriter<byte> mended)
    {
        if (found[0] == (byte)'\\')
        {
            mended.Write("\\ufffd"u8);
            return;
        }

        mended.Write("\""u8);
        mended.Write(found);
        mended.Write("\""u8);
    }

    private static (int Length, bool IsPlain) Outside(ReadOnlySpan<byte> rest) =>
        rest.StartsWith("NaN"u8) ? (3, false)
        : rest.StartsWith("Infinity"u8) ? (8, false)
        : rest.StartsWith("-Infinity"u8) ? (9, false)
        : (1, true);

    private static (int Length, bool IsPlain) InText(ReadOnlySpan<byte> rest)
    {
        if (rest[0] != (byte)'\\' || rest.Length < 2)
        {
            return (1, true);
        }

        // The second byte of an escape may be a quote, which does not end the text.
        return !IsSurrogate(rest, out var isHigh) ? (2, true)
            : isHigh && IsSurrogate(rest[EscapeLength..], out var isNextHigh) && !isNextHigh ? (2 * EscapeLength, true)
            : (EscapeLength, false);
    }

    private static bool IsSurrogate(ReadOnlySpan<byte> text, out bool isHigh)
    {
        isHigh = false;
        if (text.Length < EscapeLength || text[0] != (byte)'\\' || text[1] != (byte)'u' || (text[2] | 0x20) != 'd')
        {
            return false;
        }

        var third = (byte)(text[3] | 0x20);
        isHigh = text[3] is (byte)'8' or (byte)'9' || third is (byte)'a' or (byte)'b';
        return (isHigh || third is (byte)'c' or (byte)'d' or (byte)'e' or (byte)'f') && char.IsAsciiHexDigit((char)text[4]) && char.IsAsciiHexDigit((char)text[5]);
    }
}
