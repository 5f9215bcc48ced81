using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using OtelBridge.Otlp;

namespace OtelBridge.Chaos.Load;

/// <summary>OTLP over HTTP, in protobuf.</summary>
internal sealed class HttpWire(Uri address, TimeSpan timeout, string? key = null) : ISpanWire
{
    private static readonly Uri Path = new("/v1/traces", UriKind.Relative);
    private readonly HttpClient _client = ServerClients.Http(address, timeout, key);

    public async Task<SendResult> SendAsync(ExportTraceServiceRequest request, CancellationToken cancellationToken)
    {
        using var body = new ByteArrayContent(request.ToByteArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };
        try
        {
            using var answer = await _client.PostAsync(Path, body, cancellationToken);
            var bytes = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                return ExportTraceServiceResponse.Parser.ParseFrom(bytes).PartialSuccess is { } partial ? new SendResult(SendKind.Refused, $"http: partial success: {partial.ErrorMessage}") : SendResult.Ok;
            }

            // OTLP's own list.
            var again = answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
            return new SendResult(again ? SendKind.Retryable : SendKind.Refused, $"http: {(int)answer.StatusCode}: {Rpc.Status.Parser.ParseFrom(bytes).Message}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new SendResult(SendKind.Retryable, $"http: {(e is OperationCanceledException ? "no answer in time" : "no connection, or one that broke")}");
        }
    }

    public void Dispose() => _client.Dispose();
}
