using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace OtelBridge.Server.Security.OpenIdConnect;

/// <summary>Seals what a browser carries to the provider and back, under a key that every server with the same client secret has: the way back may end at another one.</summary>
internal sealed class SharedSecretProtection : IDataProtectionProvider, IDataProtector
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int KeyBytes = 32;

    private readonly byte[] _key;

    public SharedSecretProtection(string secret) => _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), KeyBytes, info: "otelbridge sign-in"u8.ToArray());

    private SharedSecretProtection(byte[] key) => _key = key;

    public IDataProtector CreateProtector(string purpose) => new SharedSecretProtection(HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, KeyBytes, info: Encoding.UTF8.GetBytes(purpose)));

    public byte[] Protect(byte[] plaintext)
    {
        var sealedData = new byte[NonceBytes + TagBytes + plaintext.Length];
        var (nonce, tag, data) = Split(sealedData);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_key, TagBytes);
        cipher.Encrypt(nonce, plaintext, data, tag);
        return sealedData;
    }

    /// <exception cref="CryptographicException">It was not sealed here, or was changed since.</exception>
    public byte[] Unprotect(byte[] protectedData)
    {
        if (protectedData.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("What was sealed is longer.");
        }

        var (nonce, tag, data) = Split(protectedData);
        var plaintext = new byte[data.Length];
        using var cipher = new AesGcm(_key, TagBytes);
        cipher.Decrypt(nonce, data, tag, plaintext);
        return plaintext;
    }

    private static Parts Split(byte[] data) => new(data.AsSpan(0, NonceBytes), data.AsSpan(NonceBytes, TagBytes), data.AsSpan(NonceBytes + TagBytes));

    private readonly ref struct Parts(Span<byte> nonce, Span<byte> tag, Span<byte> data)
    {
        private readonly Span<byte> _nonce = nonce;
        private readonly Span<byte> _tag = tag;
        private readonly Span<byte> _data = data;

        public void Deconstruct(out Span<byte> nonce, out Span<byte> tag, out Span<byte> data)
        {
            nonce = _nonce;
            tag = _tag;
            data = _data;
        }
    }
}
