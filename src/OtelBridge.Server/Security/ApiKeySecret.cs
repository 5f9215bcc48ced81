using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OtelBridge.Server.Security;

/// <summary>A key as programs send it: <c>obk_ID_SECRET</c>. The id is public, and what lists and logs show; of the secret the store has the hash alone.</summary>
/// <remarks>The secret is 256 random bits, so that one pass of SHA-256 is enough: nobody can guess it, however fast they hash.</remarks>
internal readonly record struct ApiKeySecret(string Id, string Secret)
{
    public const string Prefix = "obk_";

    private const int IdBytes = 6;
    private const int SecretBytes = 32;

    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)));

    public static ApiKeySecret Make() =>
        new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)));

    /// <summary>Reads a key; null when the text has another form.</summary>
    public static ApiKeySecret? TryParse(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) && text.IndexOf('_', Prefix.Length) is > 0 and var end
            ? new ApiKeySecret(text[Prefix.Length..end], text[(end + 1)..])
            : null;

    public bool Matches(string hash) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash), Encoding.ASCII.GetBytes(hash));

    public override string ToString() => $"{Prefix}{Id}_{Secret}";
}
