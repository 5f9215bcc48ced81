using System.Buffers;

namespace OtelBridge.Web.Content;

/// <summary>Which addresses in the text of strangers a page follows or shows: everything else is a text.</summary>
internal static class SafeLink
{
    // What the page asks of browsers when it links to a stranger's page.
    public const string Relation = "noopener noreferrer nofollow";

    private const int MaxLength = 4_000;

    private static readonly string[] Schemes = ["http", "https", "mailto"];
    private static readonly string[] Pictures = ["data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,", "data:image/webp;base64,"];
    private static readonly SearchValues<char> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    /// <summary>Whether a link may lead there.</summary>
    public static bool IsLink(string? address) =>
        address is { Length: > 0 and <= MaxLength } && Uri.TryCreate(address, UriKind.Absolute, out var uri) && Schemes.Contains(uri.Scheme, StringComparer.Ordinal);

    /// <summary>Whether an address is a picture itself, and small enough to stand in the page.</summary>
    public static bool IsPicture(string? address) =>
        address is { Length: <= ContentLimits.Picture }
        && Pictures.FirstOrDefault(prefix => address.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) is { } prefix
        && address.Length > prefix.Length
        && !address.AsSpan(prefix.Length).ContainsAnyExcept(Base64);
}
