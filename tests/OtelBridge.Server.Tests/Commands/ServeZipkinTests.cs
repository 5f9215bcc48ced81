using System.Net;
using System.Net.Sockets;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Commands;

public sealed class ServeZipkinTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Zipkin_FromOptionOrVariable_IsServed_AndShown(bool isOption)
    {
        using var folder = new TemporaryFolder();
        string[] options = [.. OthersOff(folder), .. isOption ? new[] { "--zipkin", "127.0.0.1:0" } : []];
        var environment = new Dictionary<string, string?> { ["OTELBRIDGE_ZIPKIN"] = isOption ? "off" : "127.0.0.1:0" };

        await using var server = await OtelBridgeProcess.StartAsync(options, environment);

        server.Lines.Count.ShouldBe(3);
        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri(server.ZipkinAddress, "/api/v2/services"))).ShouldBe("[]");
    }

    [Fact]
    public async Task Zipkin_OnAPortThatIsTaken_EndsTheStart()
    {
        using var folder = new TemporaryFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var result = await OtelBridgeCommand.RunAsync(["serve", .. OthersOff(folder), "--zipkin", taken.LocalEndpoint.ToString()!]);

        result.ExitCode.ShouldNotBe(0);
        result.Error.ShouldContain($"Cannot listen on {taken.LocalEndpoint} (zipkin): another program uses the port.");
    }

    [Theory]
    [InlineData("9411", "--zipkin: '9411' is not an address to listen on")]
    [InlineData("127.0.0.1:4317", "grpc and zipkin both listen on 127.0.0.1:4317")]
    public async Task Zipkin_ThatCannotBe_IsRefused(string address, string reason)
    {
        var result = await OtelBridgeCommand.RunAsync("serve", "--zipkin", address);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(reason);
    }

    private static string[] OthersOff(TemporaryFolder folder) =>
        ["--store", $"sqlite:{folder.File("a.db")}", "--grpc", "off", "--otlp-http", "off", "--http", "off"];
}
