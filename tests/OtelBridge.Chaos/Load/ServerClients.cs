using System.Net.Http.Headers;
using OtelBridge.Grpc;

namespace OtelBridge.Chaos.Load;

/// <summary>Clients of the server that bring a key along.</summary>
internal static class ServerClients
{
    private const int LargestAnswer = 256 << 20;

    public static UnaryGrpcClient Grpc(Uri address, TimeSpan timeout, string? key)
    {
        var options = new UnaryGrpcClientOptions { Timeout = timeout, MaxReceiveMessageSize = LargestAnswer };
        if (key is not null)
        {
            options.Metadata["authorization"] = $"Bearer {key}";
        }

        return new UnaryGrpcClient(address, options);
    }

    public static HttpClient Http(Uri address, TimeSpan timeout, string? key)
    {
        var client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = timeout }) { BaseAddress = address, Timeout = timeout };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return client;
    }
}
