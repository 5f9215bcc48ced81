using System.Security.Cryptography;
using System.Text;
using OtelBridge.Configuration;

namespace OtelBridge.Export.Masking;

/// <summary>What stands in the place of a value that a rule finds. Thread-safe.</summary>
internal sealed class MaskEffect(MaskRuleSettings rule)
{
    /// <summary>Begins a hash.</summary>
    public const string HashPrefix = "hmac:";

    /// <summary>Enough to tell values apart in any store, and short enough to read.</summary>
    private const int HashBytes = 8;

    private readonly byte[] _key = Encoding.UTF8.GetBytes(rule.HashKey ?? string.Empty);

    /// <summary>The text to be shown for a value; null for none at all.</summary>
    public string? Of(string value) => rule.Action switch
    {
        MaskAction.Remove => null,
        MaskAction.Hash => Hash(value),
        _ => rule.Replacement,
    };

    private string Hash(string value)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(value), hash);
        return HashPrefix + Convert.ToHexStringLower(hash[..HashBytes]);
    }
}
