using System.Collections.Concurrent;

namespace OtelBridge.Client.Transport;

/// <summary>Which servers asked for a certificate of the client and got none. With TLS 1.3 such a server may close the line later, without a word of why.</summary>
internal static class CertificateWishes
{
    /// <summary>A program speaks to few servers; more are not remembered.</summary>
    private const int MaxHosts = 100;

    // At most MaxHosts.
    private static readonly ConcurrentDictionary<string, byte> Hosts = new(StringComparer.OrdinalIgnoreCase);

    public static void Note(string host)
    {
        if (Hosts.Count < MaxHosts)
        {
            Hosts.TryAdd(host, 0);
        }
    }

    /// <summary>A sentence with a space before it, for a line that broke; nothing when the server asked for none.</summary>
    public static string Advice(Uri address) => address.Scheme == Uri.UriSchemeHttps && Hosts.ContainsKey(address.Host) ? $" {TlsAdvice.ClientCertificate}" : string.Empty;
}
