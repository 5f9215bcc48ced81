using System.Buffers;
using System.Net.Http.Headers;
using OtelBridge.Rpc;

namespace OtelBridge.Grpc;

/// <summary>Reads when a server wants to be asked again: <c>RetryInfo</c> in <c>grpc-status-details-bin</c>, or <c>Retry-After</c> of something before it.</summary>
internal static class GrpcRetry
{
    private const string Details = "grpc-status-details-bin";
    private const string TypeName = "/google.rpc.RetryInfo";

    /// <summary>Longer ones are not looked at; gRPC's servers keep all trailers below this.</summary>
    private const int MaxDetails = 8 * 1024;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>What the details of a status say; null when they do not, or cannot be read.</summary>
    public static TimeSpan? InDetails(HttpResponseHeaders headers)
    {
        var text = headers.TryGetValues(Details, out var values) ? values.FirstOrDefault()?.Trim() : null;
        if (string.IsNullOrEmpty(text) || text.Length > MaxDetails)
        {
            return null;
        }

        try
        {
            // gRPC leaves the padding out.
            var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
            var info = MessageReader.Read(Status.Parser, new ReadOnlySequence<byte>(Convert.FromBase64String(padded))).Details.FirstOrDefault(static any => any.TypeUrl.EndsWith(TypeName, StringComparison.Ordinal));
            return info is null || MessageReader.Read(RetryInfo.Parser, new ReadOnlySequence<byte>(info.Value.Memory)).RetryDelay is not { } delay ? null : Bounded(delay.Seconds + (delay.Nanos / 1e9));
        }
        catch (Exception e) when (e is FormatException or InvalidMessageException)
        {
            return null;
        }
    }

    /// <summary>What an answer of HTTP says.</summary>
    public static TimeSpan? InHttp(HttpResponseHeaders headers) =>
        (headers.RetryAfter?.Delta ?? headers.RetryAfter?.Date - DateTimeOffset.UtcNow) is { } wait ? Bounded(wait.TotalSeconds) : null;

    private static TimeSpan Bounded(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Longest.TotalSeconds));
}
