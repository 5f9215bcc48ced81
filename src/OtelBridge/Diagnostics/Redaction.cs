namespace OtelBridge.Diagnostics;

/// <summary>Makes texts fit to be logged.</summary>
internal static class Redaction
{
    /// <summary>Stands for a value that is not shown.</summary>
    public const string Secret = "[redacted]";

    private const int MaxLength = 200;

    /// <summary>An address without user information and query.</summary>
    public static string Endpoint(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>A configured value that could not be used: an address without its secrets, anything else shortened.</summary>
    public static string Value(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? Endpoint(uri)
        // Perhaps an address without its scheme: what may be user information or a query is not shown.
        : value.AsSpan().ContainsAny('@', '?') ? Secret
        : value.Length > MaxLength ? value[..MaxLength] + "…"
        : value;
}
