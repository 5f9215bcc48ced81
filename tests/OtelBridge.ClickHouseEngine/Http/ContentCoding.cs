using System.IO.Compression;
using OtelBridge.ClickHouseEngine.Chdb;

namespace OtelBridge.ClickHouseEngine.Http;

/// <summary>Compression of bodies.</summary>
internal static class ContentCoding
{
    private static readonly string[] Known = ["gzip", "br", "deflate"];

    /// <summary>The stream that undoes a Content-Encoding.</summary>
    public static Stream Decoding(Stream body, string coding) => coding switch
    {
        "" => body,
        "gzip" => new GZipStream(body, CompressionMode.Decompress),
        "br" => new BrotliStream(body, CompressionMode.Decompress),
        "deflate" => new ZLibStream(body, CompressionMode.Decompress),
        _ => throw EngineException.Create(48, "NOT_IMPLEMENTED", $"Unknown compression method: {coding}"),
    };

    public static byte[] Encode(byte[] data, string coding)
    {
        using var encoded = new MemoryStream();
        using (Stream stream = coding switch
        {
            "gzip" => new GZipStream(encoded, CompressionLevel.Fastest),
            "br" => new BrotliStream(encoded, CompressionLevel.Fastest),
            _ => new ZLibStream(encoded, CompressionLevel.Fastest),
        })
        {
            stream.Write(data);
        }

        return encoded.ToArray();
    }

    /// <summary>A coding that a client accepts, or null.</summary>
    public static string? Accepted(string acceptEncoding) =>
        Known.FirstOrDefault(coding => acceptEncoding.Split(',').Any(one => one.Split(';')[0].Trim().Equals(coding, StringComparison.OrdinalIgnoreCase)));
}
