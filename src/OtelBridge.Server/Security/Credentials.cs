using System.Text;
using Microsoft.AspNetCore.Http;

namespace OtelBridge.Server.Security;

/// <summary>What a request says of who sends it.</summary>
/// <param name="Name">A person's name; null with a key.</param>
/// <param name="Secret">A password, or a key.</param>
internal readonly record struct Credentials(string? Name, string Secret)
{
    private const string Basic = "Basic ";
    private const string Bearer = "Bearer ";

    /// <summary>Reads the header <c>Authorization</c>; null when there is none that can be read.</summary>
    /// <remarks>A key may also stand where Basic has the password, whatever the name: many clients of OTLP and MLflow can be given nothing else.</remarks>
    public static Credentials? Read(IHeaderDictionary headers)
    {
        var text = headers.Authorization.ToString();
        if (text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return new Credentials(null, text[Bearer.Length..].Trim());
        }

        if (!text.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) || Decode(text[Basic.Length..].Trim()) is not { } pair || pair.IndexOf(':') is not (>= 0 and var colon))
        {
            return null;
        }

        var secret = pair[(colon + 1)..];
        return new Credentials(secret.StartsWith(ApiKeySecret.Prefix, StringComparison.Ordinal) ? null : pair[..colon], secret);
    }

    private static string? Decode(string text)
    {
        Span<byte> bytes = stackalloc byte[Math.Min(text.Length, 1024)]; // longer ones are nobody's
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes[..length]) : null;
    }
}
