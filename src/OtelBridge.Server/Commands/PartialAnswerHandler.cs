using System.Net.Security;
using OtelBridge.Grpc;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Commands;

/// <summary>Sees whether a server's answer may lack traces, and gives it only to those who say so.</summary>
internal sealed class PartialAnswerHandler(Action<SslClientAuthenticationOptions> tls) : DelegatingHandler(Make(tls))
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (!response.Headers.Contains(PartialAnswer.Header) || PartialAnswer.TryNote())
        {
            return response;
        }

        response.Dispose();
        throw new GrpcException(GrpcStatusCode.Unavailable, "A part of the server's store does not answer, so this would lack traces; try again later.");
    }

    private static SocketsHttpHandler Make(Action<SslClientAuthenticationOptions> tls)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        tls(handler.SslOptions);
        return handler;
    }
}
