using System.Security.Cryptography;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Hosting;

namespace OtelBridge.Server.Tls;

/// <summary>The files of <see cref="OtelBridgeServerTls"/> as they were at one moment.</summary>
/// <remarks>
/// Compared by content: where secrets are mounted, a name leads by two links to a file whose folder is exchanged as a whole, and neither the link's time nor the file's says so reliably.
/// </remarks>
internal sealed class TlsFiles
{
    /// <summary>No certificate is that large; a wrong path may lead to anything.</summary>
    private const int MaxSize = 1024 * 1024;

    private TlsFiles(byte[] certificate, byte[]? key, byte[]? clientCa)
    {
        Certificate = certificate;
        Key = key;
        ClientCa = clientCa;
        Fingerprint = Convert.ToHexString(SHA256.HashData([.. SHA256.HashData(certificate), .. SHA256.HashData(key ?? []), .. SHA256.HashData(clientCa ?? [])]));
    }

    public byte[] Certificate { get; }

    public byte[]? Key { get; }

    public byte[]? ClientCa { get; }

    /// <summary>The same for the same content.</summary>
    public string Fingerprint { get; }

    /// <exception cref="ListenException">A file cannot be read.</exception>
    public static TlsFiles Read(OtelBridgeServerTls settings) => new(
        Read("certificate", settings.Certificate),
        settings.Key is { } key ? Read("key", key) : null,
        settings.ClientCa is { } authority ? Read("client authority", authority) : null);

    private static byte[] Read(string what, string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            if (file.Length > MaxSize)
            {
                throw new ListenException($"The TLS {what} '{path}' is larger than {MaxSize / 1024} KiB, which no certificate is; name another file.");
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ListenException($"The TLS {what} '{path}' does not exist; name the file that it is in.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ListenException($"The TLS {what} '{path}' cannot be read: {e.Message} Name a file that the user of the server may read.", e);
        }
    }
}
