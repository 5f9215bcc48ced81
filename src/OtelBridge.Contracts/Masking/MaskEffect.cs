using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace OtelBridge.Masking;

/// <summary>What stands in the place of a value that a rule finds. Thread-safe.</summary>
/// <remarks>A value that is masked already stays: where the same rules hold at several places (SDK, server, what is stored), they say the same as one of them alone.</remarks>
internal sealed class MaskEffect
{
    /// <summary>What stands in the place of a value unless a rule names something else.</summary>
    public const string DefaultReplacement = "[masked]";

    /// <summary>Begins a hash.</summary>
    public const string HashPrefix = "hmac:";

    /// <summary>Stands for what comes before the last characters.</summary>
    public const string HiddenStart = "***";

    /// <summary>Enough to tell values apart in any store, and short enough to read.</summary>
    private const int HashBytes = 8;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly string? _replacement;
    private readonly byte[]? _key;
    private readonly int _kept;

    private MaskEffect(string? replacement, byte[]? key = null, int kept = 0) => (_replacement, _key, _kept) = (replacement, key, kept);

    /// <summary>Gets who is told of each value that the rule finds, before it is hidden; null for nobody.</summary>
    public Action<string>? Found { get; init; }

    /// <summary>A fixed text.</summary>
    public static MaskEffect Replace(string replacement, Action<string>? found = null) => new(replacement) { Found = found };

    /// <summary>Nothing.</summary>
    public static MaskEffect Remove(Action<string>? found = null) => new(null) { Found = found };

    /// <summary>A keyed hash, HMAC-SHA256 cut to eight bytes.</summary>
    public static MaskEffect Hash(ReadOnlySpan<byte> key, Action<string>? found = null) => new(null, key.ToArray()) { Found = found };

    /// <summary>The last characters of a value that has more than twice as many; shorter ones are hidden whole.</summary>
    public static MaskEffect KeepLast(int characters, Action<string>? found = null) => new(null, kept: characters) { Found = found };

    /// <summary>The text to be shown for a value; null for none at all.</summary>
    public string? Of(string value)
    {
        if (IsMasked(value))
        {
            return value;
        }

        Found?.Invoke(value);
        return _key is not null ? Hash(value) : _kept > 0 ? End(value) : _replacement;
    }

    private bool IsMasked(string value) =>
        value is DefaultReplacement or HiddenStart or TextMask.NotJudged
        || value == _replacement
        || (_key is not null && IsHash(value))
        || (_kept > 0 && value.Length == HiddenStart.Length + _kept && value.StartsWith(HiddenStart, StringComparison.Ordinal));

    private static bool IsHash(string value) =>
        value.Length == HashPrefix.Length + (2 * HashBytes)
        && value.StartsWith(HashPrefix, StringComparison.Ordinal)
        && value.AsSpan(HashPrefix.Length).IndexOfAnyExcept(HexDigits) < 0;

    private string Hash(string value)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key!, Encoding.UTF8.GetBytes(value), hash); // called where there is a key
        return HashPrefix + Convert.ToHexStringLower(hash[..HashBytes]);
    }

    private string End(string value)
    {
        if (value.Length <= 2 * _kept)
        {
            return HiddenStart;
        }

        // Not half a pair of surrogates.
        var end = value.AsSpan(value.Length - _kept);
        return string.Concat(HiddenStart, char.IsLowSurrogate(end[0]) ? end[1..] : end);
    }
}
