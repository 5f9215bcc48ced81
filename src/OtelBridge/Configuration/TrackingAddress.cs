using System.Diagnostics.CodeAnalysis;
using OtelBridge.Diagnostics;

namespace OtelBridge.Configuration;

/// <summary>Where a tracking server is: <c>grpc://host:port</c>, <c>grpcs://host:port</c>, <c>http://host:port/path</c> or <c>https://…</c>.</summary>
/// <param name="Uri">The address as <c>http</c> or <c>https</c>, without user information and query; ends with a slash.</param>
/// <param name="Wire">What is spoken there.</param>
internal sealed record TrackingAddress(Uri Uri, TrackingWire Wire)
{
    public const string Forms =
        "grpc://host:port or grpcs://host:port for an OtelBridge store, http://host:port or https://host:port for an MLflow server";

    private const int DefaultStorePort = 4317;

    public static TrackingAddress Default { get; } = new(new Uri("http://localhost:4317/"), TrackingWire.Grpc);

    /// <summary>Reads an address; user information in it is refused, since addresses are shown.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TrackingAddress? address, out string reason)
    {
        address = null;
        reason = $"it is not an address of the form {Forms}";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            return false;
        }

        if (uri.UserInfo.Length > 0)
        {
            reason = "user name and password belong into MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD";
            return false;
        }

        address = uri.Scheme switch
        {
            "grpc" => Of(Uri.UriSchemeHttp, uri, uri.Port > 0 ? uri.Port : DefaultStorePort, "/", TrackingWire.Grpc),
            "grpcs" => Of(Uri.UriSchemeHttps, uri, uri.Port > 0 ? uri.Port : DefaultStorePort, "/", TrackingWire.Grpc),
            "http" or "https" => Of(uri.Scheme, uri, uri.Port, uri.AbsolutePath.TrimEnd('/') + "/", TrackingWire.Rest),
            _ => null,
        };
        return address is not null;
    }

    public override string ToString() => Redaction.Endpoint(Uri);

    // What names a host below a scheme of ours need not name one below http.
    private static TrackingAddress? Of(string scheme, Uri uri, int port, string path, TrackingWire wire) =>
        Uri.TryCreate(new UriBuilder(scheme, uri.Host, port, path).ToString(), UriKind.Absolute, out var address) ? new TrackingAddress(address, wire) : null;
}
