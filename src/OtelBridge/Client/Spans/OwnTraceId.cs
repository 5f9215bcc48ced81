using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using OtelBridge.Identifiers;

namespace OtelBridge.Client.Spans;

/// <summary>A trace id that the caller names: a W3C id, or any text of its own that one is derived from.</summary>
/// <param name="Id">The id of the trace.</param>
/// <param name="Text">The caller's text, where the id is derived from it.</param>
internal readonly record struct OwnTraceId(ActivityTraceId Id, string? Text)
{
    private const int Bytes = 16;

    public static OwnTraceId Of(string text) =>
        TraceIdText.TryParse(text, out var bytes) && bytes.AsSpan().ContainsAnyExcept((byte)0)
            ? new OwnTraceId(ActivityTraceId.CreateFromBytes(bytes), null)
            : new OwnTraceId(Derive(text), text);

    /// <summary>MLflow's text of the trace that a text names, in whatever form.</summary>
    public static string TextOf(string text) => TraceIdText.FromHex(Of(text).Id.ToHexString());

    /// <summary>The first half of the SHA-256 of the text's UTF-8: the same everywhere, so that any process finds the trace by the text alone.</summary>
    private static ActivityTraceId Derive(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return ActivityTraceId.CreateFromBytes(hash[..Bytes]);
    }
}
