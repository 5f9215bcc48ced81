using System.Buffers;
using System.Collections.Frozen;

namespace OtelBridge.Grpc;

/// <summary>What may be sent as metadata: the key's characters, the names that belong to the protocol, printable ASCII values.</summary>
/// <remarks>Source: <c>Custom-Metadata</c> in gRPC's PROTOCOL-HTTP2.md.</remarks>
internal static class GrpcMetadata
{
    private const string ReservedPrefix = "grpc-";

    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-.");

    private static readonly FrozenSet<string> ReservedKeys = new[]
    {
        "te", "host", "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "trailer", "expect",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Throws for metadata that cannot be sent; the text names the key, never the value, which may be a secret.</summary>
    /// <exception cref="ArgumentException">The key or the value cannot be sent.</exception>
    public static void Check(string key, string value)
    {
        if (string.IsNullOrEmpty(key) || key.AsSpan().ContainsAnyExcept(KeyCharacters))
        {
            throw new ArgumentException("A metadata key consists of letters, digits, '_', '-' and '.'.");
        }

        if (key.StartsWith(ReservedPrefix, StringComparison.OrdinalIgnoreCase)
            || key.StartsWith("content-", StringComparison.OrdinalIgnoreCase)
            || ReservedKeys.Contains(key))
        {
            throw new ArgumentException($"The metadata key '{key}' belongs to the protocol.");
        }

        if (value is null || value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw new ArgumentException($"The value of the metadata key '{key}' is not printable ASCII.");
        }
    }
}
