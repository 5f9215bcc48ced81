using System.Net;
using System.Net.Http.Headers;

namespace OtelBridge.Probing;

/// <summary>Requests to a target with its certificates and headers, as spans are sent.</summary>
internal sealed class ProbeHttp : IDisposable
{
    /// <summary>More of an answer than this is not looked at.</summary>
    private const int MaxAnswerBytes = 64 * 1024;

    private readonly HttpClient _http;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _headers;

    public ProbeHttp(ProbeTarget target)
    {
        _headers = target.Headers;
        Handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = target.IsGrpc ? DecompressionMethods.None : DecompressionMethods.All,
            ActivityHeadersPropagator = null, // a call made for telemetry must not become telemetry
        };
        target.ConfigureTls(Handler.SslOptions);
        _http = new HttpClient(Handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public SocketsHttpHandler Handler { get; }

    /// <summary>The proxy between us and a target; null when there is none.</summary>
    public static Uri? ProxyOf(ProbeTarget target) =>
        HttpClient.DefaultProxy.IsBypassed(target.Endpoint) ? null : HttpClient.DefaultProxy.GetProxy(target.Endpoint) is { } proxy && proxy != target.Endpoint ? proxy : null;

    /// <summary>Asks, and reads the beginning of the answer.</summary>
    public async Task<ProbeAnswer> AskAsync(HttpMethod method, Uri address, byte[]? protobuf, IEnumerable<KeyValuePair<string, string>> headers, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address);
        if (protobuf is not null)
        {
            request.Content = new ByteArrayContent(protobuf);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        }

        foreach (var (key, value) in _headers.Concat(headers))
        {
            request.Headers.TryAddWithoutValidation(key, value);
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        var body = new byte[MaxAnswerBytes];
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var count = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return new ProbeAnswer(response, body.AsSpan(0, count));
        }
    }

    public void Dispose() => _http.Dispose();
}
