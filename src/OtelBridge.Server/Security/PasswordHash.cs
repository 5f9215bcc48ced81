using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OtelBridge.Server.Security;

/// <summary>Passwords as they are kept: <c>pbkdf2-sha256$ITERATIONS$SALT$HASH</c>.</summary>
internal static class PasswordHash
{
    private const string Scheme = "pbkdf2-sha256";

    // What OWASP recommends for PBKDF2 with SHA-256; some 100 ms of one core.
    private const int Iterations = 600_000;

    private const int Bytes = 32;

    public static string Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(Bytes / 2);
        return string.Create(CultureInfo.InvariantCulture, $"{Scheme}${Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(Derive(password, salt, Iterations))}");
    }

    /// <summary>Whether a password is the one that was hashed; never for a hash that is none, as of somebody without a password.</summary>
    public static bool Matches(string password, string hash) =>
        hash.Split('$') is [Scheme, var iterations, var salt, var expected]
        && int.TryParse(iterations, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && CryptographicOperations.FixedTimeEquals(Derive(password, Convert.FromBase64String(salt), count), Convert.FromBase64String(expected));

    private static byte[] Derive(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, Bytes);
}
