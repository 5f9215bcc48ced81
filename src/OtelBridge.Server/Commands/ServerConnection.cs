using Google.Protobuf;
using OtelBridge.Grpc;
using OtelBridge.Server.Configuration;

namespace OtelBridge.Server.Commands;

/// <summary>Calls a running server; when there is none, the error says what to do.</summary>
internal sealed class ServerConnection : IDisposable
{
    private readonly PartialAnswerHandler _handler;
    private readonly UnaryGrpcClient _client;

    public ServerConnection(Uri address)
    {
        _handler = new PartialAnswerHandler();
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
        catch (GrpcException e) when (e.Status == GrpcStatusCode.Unavailable)
        {
            throw new GrpcException(e.Status, $"{e.Message.TrimEnd('.')}. Start a server with 'otelbridge serve', or name another with --server or --store.", e);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }
}
