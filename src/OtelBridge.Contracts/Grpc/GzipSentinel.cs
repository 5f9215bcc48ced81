using System.Security.Cryptography;

namespace OtelBridge.Grpc;

/// <summary>A gzip member that is appended to a body, to see whether the body before it was whole.</summary>
internal static class GzipSentinel
{
    // Random once per process, so that no body can be made to end in it.
    private static readonly byte[] ContentBytes = RandomNumberGenerator.GetBytes(16);

    /// <summary>What comes out of <see cref="Member"/>.</summary>
    public static ReadOnlySpan<byte> Content => ContentBytes;

    /// <summary>The content as one gzip member.</summary>
    /// <remarks>It ends in a check sum and a length, so its raw bytes never end in the content itself.</remarks>
    public static ReadOnlyMemory<byte> Member { get; } = BoundedGzip.Compress(ContentBytes);
}
