using System.Net.Security;
using System.Security.Authentication;
using Google.Protobuf;
using OtelBridge.Grpc;
using OtelBridge.Server.Configuration;

namespace OtelBridge.Server.Commands;

/// <summary>Calls a running server; when there is none, the error says what to do.</summary>
internal sealed class ServerConnection : IDisposable
{
    private readonly PartialAnswerHandler _handler;
    private readonly UnaryGrpcClient _client;

    /// <param name="address">The server.</param>
    /// <param name="tls">Whom to trust, and as whom to appear.</param>
    /// <exception cref="UsageException">A certificate cannot be used.</exception>
    public ServerConnection(Uri address, Action<SslClientAuthenticationOptions> tls)
    {
        _handler = new PartialAnswerHandler(tls);
        _client = new UnaryGrpcClient(address, new UnaryGrpcClientOptions
        {
            Handler = _handler,

            // A person waits for one whole trace: what the server is ready to send is to be read.
            MaxReceiveMessageSize = new OtelBridgeServerLimits().MaxResponseSize,
            Timeout = TimeSpan.FromMinutes(1),
        });
    }

    public async Task<TResponse> CallAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        TRequest request,
        CancellationToken cancellationToken,
        IEnumerable<KeyValuePair<string, string>>? metadata = null)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        try
        {
            return await _client.CallAsync(method, request, metadata, cancellationToken);
        }
        catch (GrpcException e) when (e.InnerException is HttpRequestException or IOException || e.Status == GrpcStatusCode.Unavailable)
        {
            throw new GrpcException(e.Status, $"{e.Message.TrimEnd('.')}{(e.Message.EndsWith('?') ? "" : ".")} {Advice(e.InnerException)}", e);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }

    // Whether a server was there at all is known; which of the many faults of certificates it was, the doctor finds out.
    private string Advice(Exception? cause)
    {
        var isThere = cause is not null and not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } and not TaskCanceledException;
        if (!isThere)
        {
            return "Start a server with 'otelbridge serve', or name another with --server or --store.";
        }

        if (_client.Address.Scheme != Uri.UriSchemeHttps)
        {
            return $"If the server has TLS, write grpcs://{_client.Address.Authority}.";
        }

        // With TLS 1.3 a server that wants a certificate closes the line after the handshake, without a word of why.
        var seen = cause!.GetBaseException() is AuthenticationException refused ? $"TLS: {refused.Message.TrimEnd('.')}." : "A server that wants a certificate of the client closes the line like that.";
        return $"{seen} An authority of your own is named by --certificate, a certificate of yours by --client-certificate; "
            + $"'otelbridge doctor --endpoint grpcs://{_client.Address.Authority}' with the same options says what is wrong.";
    }
}
