using Google.Protobuf;

namespace OtelBridge.Grpc;

/// <summary>One unary method: its address and how its two messages are read. Shared by client and server.</summary>
/// <param name="Service">Full name of the service, <c>package.Service</c>.</param>
/// <param name="Name">Name of the method.</param>
/// <param name="RequestParser">Reads the request.</param>
/// <param name="ResponseParser">Reads the response.</param>
public sealed record GrpcMethod<TRequest, TResponse>(
    string Service,
    string Name,
    MessageParser<TRequest> RequestParser,
    MessageParser<TResponse> ResponseParser)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    /// <summary>The path of the method: <c>/package.Service/Method</c>.</summary>
    public string Path { get; } = $"/{Service}/{Name}";
}
