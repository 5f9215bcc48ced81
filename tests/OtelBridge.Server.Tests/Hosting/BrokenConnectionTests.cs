using System.Net;
using System.Net.Sockets;
using System.Text;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Hosting;

public sealed class BrokenConnectionTests
{
    private const string HalfARequest = "POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"resource";

    [Fact]
    public async Task SenderThatBreaksOffMidway_LeavesTheServerWell()
    {
        await using var server = await ServerUnderTest.StartAsync();

        for (var i = 0; i < 20; i++)
        {
            using var sender = await ConnectAsync(server.OtlpHttpAddress);
            await SendAsync(sender, HalfARequest);
            sender.LingerState = new LingerOption(true, 0); // closes with a reset instead of a goodbye
        }

        await ShouldServeAsync(server);
    }

    [Fact]
    public async Task CallsThatAreResetMidway_LeaveTheServerWell()
    {
        const int Calls = 100; // whether the end of the call or that of its body is heard of first differs from one to the next
        await using var server = await ServerUnderTest.StartAsync();
        using var http = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        for (var i = 0; i < Calls; i++)
        {
            using var broken = new CancellationTokenSource();
            using var body = new StalledContent([0, 0, 0, 1, 0, 42]) { Headers = { ContentType = new(GrpcHeaders.ContentType) } };
            var call = http.PostAsync(new Uri(server.GrpcAddress, TraceServiceMethods.Export.Path), body, broken.Token);
            await body.Begun.WaitAsync(TimeSpan.FromSeconds(30));
            await broken.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(call);
        }

        await ShouldServeAsync(server);
    }

    [Fact]
    public async Task BytesThatAreNoProtocol_LeaveTheServerWell()
    {
        await using var server = await ServerUnderTest.StartAsync();
        Uri[] addresses = [server.GrpcAddress, server.OtlpHttpAddress, server.HttpAddress];

        foreach (var address in addresses)
        {
            using var sender = await ConnectAsync(address);
            await SendAsync(sender, "\u0016\u0003\u0001 this is nothing that anyone here speaks\r\n\r\n");
            var buffer = new byte[1024];
            var answered = sender.GetStream().ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            await Task.WhenAny(answered); // an answer, the end, or a reset: each of them is an answer to nonsense
        }

        await ShouldServeAsync(server);
    }

    [Fact]
    public async Task ChunkOfImpossibleLength_Is400()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var sender = await ConnectAsync(server.OtlpHttpAddress);

        await SendAsync(
            sender, "POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n");
        var answer = new byte[12];
        await sender.GetStream().ReadExactlyAsync(answer).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        Encoding.Latin1.GetString(answer).ShouldBe("HTTP/1.1 400");
    }

    [Fact]
    public async Task Stop_WithACallThatNeverEnds_CutsItOffAtTheTimeout()
    {
        await using var server = await ServerUnderTest.StartAsync(static options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        using var sender = await ConnectAsync(server.OtlpHttpAddress);
        await SendAsync(sender, HalfARequest);
        await ShouldServeAsync(server);

        await server.Server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        server.Log.ShouldNotContain(static entry => entry.Exception != null);
    }

    private static async Task ShouldServeAsync(ServerUnderTest server)
    {
        var response = await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(1, 1)));
        response.PartialSuccess.ShouldBeNull();
        (await server.OtlpHttp.GetStringAsync("/health")).ShouldBe("OK");
    }

    private static async Task<TcpClient> ConnectAsync(Uri address)
    {
        var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port).WaitAsync(TimeSpan.FromSeconds(30));
        return client;
    }

    private static Task SendAsync(TcpClient client, string text) =>
        client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
}
