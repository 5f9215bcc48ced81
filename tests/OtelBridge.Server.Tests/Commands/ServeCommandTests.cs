using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tests.Commands;

public sealed class ServeCommandTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Serve_AnnouncesItsListeners_AndStopsOnASignal(string signal)
    {
        using var folder = new TemporaryFolder();
        await using var server = await OtelBridgeProcess.StartAsync(folder.File("new/folder/a.db"));
        using var client = new UnaryGrpcClient(server.GrpcAddress);
        await client.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(1, 1)));
        using var http = new HttpClient();
        var health = await http.GetStringAsync(new Uri(server.HttpAddress, "/health"));

        var exitCode = await server.StopAsync(signal);

        health.ShouldBe("OK");
        server.Lines.Count.ShouldBe(5);
        server.Lines[^1].ShouldBe("ready");
        server.GrpcAddress.Port.ShouldNotBe(0);
        exitCode.ShouldBe(0);
        server.Log.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Serve_WithJaeger_AnnouncesItAndAnswers(bool byVariable)
    {
        using var folder = new TemporaryFolder();
        string[] options = ["--store", $"sqlite:{folder.File("a.db")}", "--grpc", "off", "--otlp-http", "off", "--http", "off"];
        await using var server = await OtelBridgeProcess.StartAsync(
            byVariable ? options : [.. options, "--jaeger", "127.0.0.1:0"],
            new Dictionary<string, string?> { ["OTELBRIDGE_JAEGER"] = byVariable ? "localhost:0" : "nonsense" });
        using var http = new HttpClient();

        var services = await http.GetStringAsync(new Uri(server.JaegerAddress, "/api/v3/services"));

        services.ShouldBe("""{"services":[]}""");
        server.Lines.Count.ShouldBe(3);
        server.Lines[0].ShouldContain("Jaeger's query API");
    }

    [Fact]
    public async Task Serve_KilledAfterAnAcknowledgement_HasTheSpanAfterRestart()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await OtelBridgeProcess.StartAsync(folder.File("a.db")))
        {
            using var writer = new UnaryGrpcClient(first.GrpcAddress);
            await writer.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(1, 1)));
            await first.KillAsync();
        }

        await using var second = await OtelBridgeProcess.StartAsync(folder.File("a.db"));
        using var reader = new UnaryGrpcClient(second.GrpcAddress);

        var stored = await reader.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = OtlpSamples.TraceIdText(1) });
        stored.Trace.Info.SpanCount.ShouldBe(1);
    }

    [Fact]
    public async Task Settings_FromTheEnvironment_AreUsed_AndTheCommandLineWins()
    {
        using var folder = new TemporaryFolder();
        var environment = new Dictionary<string, string?>
        {
            ["OTELBRIDGE_STORE"] = $"sqlite:{folder.File("env.db")}",
            ["OTELBRIDGE_GRPC"] = "off",
            ["OTELBRIDGE_OTLP_HTTP"] = "not an address",
            ["OTELBRIDGE_HTTP"] = "localhost:0",
        };

        await using var server = await OtelBridgeProcess.StartAsync(["--otlp-http", "off"], environment);

        server.Lines.Count.ShouldBe(3);
        server.HttpAddress.Host.ShouldBe("127.0.0.1");
        File.Exists(folder.File("env.db")).ShouldBeTrue();
    }

    [Fact]
    public async Task Settings_ThatAreWrong_AreAllListedAtOnce()
    {
        var environment = new Dictionary<string, string?> { ["OTELBRIDGE_HTTP"] = "example.org:80" };

        var result = await OtelBridgeCommand.RunAsync(environment, "serve", "--store", "postgres", "--grpc", "4317", "--jaeger", "16686", "--bogus");

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.Count.ShouldBe(6);
        result.Error.ShouldContain("--jaeger: '16686'");
        result.Error.ShouldContain("--bogus");
        result.Error.ShouldContain("--store: 'postgres'");
        result.Error.ShouldContain("--grpc: '4317'");
        result.Error.ShouldContain("OTELBRIDGE_HTTP: 'example.org:80'");
        result.ErrorLines[^1].ShouldBe("See: otelbridge serve --help");
    }

    [Theory]
    [InlineData("postgresql://user:secret-word@/db?nonsense=secret-word", 2)]
    [InlineData("postgres:Host=h;Nonsense=secret-word;Password=secret-word", 2)]
    [InlineData("mysql://user:secret-word@host/db", 2)]
    [InlineData("postgresql://user:secret-word@127.0.0.1:1/db", 1)]
    public async Task Store_ThatCannotBeOpened_IsSaidWithoutThePassword(string address, int exitCode)
    {
        var result = await OtelBridgeCommand.RunAsync("serve", "--store", address, "--grpc", "127.0.0.1:0", "--otlp-http", "off", "--http", "off");

        result.ExitCode.ShouldBe(exitCode);
        result.Error.ShouldContain("postgresql://");
        (result.Output + result.Error).ShouldNotContain("secret-word");
    }

    [Theory]
    [InlineData("off", "off", "off", "Every listener is off")]
    [InlineData("127.0.0.1:4000", "off", "127.0.0.1:4000", "grpc and http both listen on 127.0.0.1:4000")]
    public async Task Listeners_ThatCannotBeTogether_AreRefused(string grpc, string otlpHttp, string http, string reason)
    {
        var result = await OtelBridgeCommand.RunAsync("serve", "--grpc", grpc, "--otlp-http", otlpHttp, "--http", http);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(reason);
    }

    [Fact]
    public async Task PortInUse_IsOneLine()
    {
        using var folder = new TemporaryFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var result = await OtelBridgeCommand.RunAsync(
            "serve", "--store", $"sqlite:{folder.File("a.db")}", "--grpc", taken.LocalEndpoint.ToString()!, "--otlp-http", "off", "--http", "off");

        ShouldFailInOneLine(result, "another program uses the port");
    }

    [Fact]
    public async Task JaegerPortInUse_IsOneLineThatNamesIt()
    {
        using var folder = new TemporaryFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var result = await OtelBridgeCommand.RunAsync(
            "serve", "--store", $"sqlite:{folder.File("a.db")}", "--grpc", "off", "--otlp-http", "off", "--http", "off", "--jaeger", taken.LocalEndpoint.ToString()!);

        ShouldFailInOneLine(result, "(jaeger): another program uses the port");
    }

    [Fact]
    public async Task StorePath_ThatCannotBeWritten_IsOneLine()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("file"), "not a folder");

        var result = await ServeAsync($"sqlite:{folder.File("file/a.db")}");

        ShouldFailInOneLine(result, folder.File("file/a.db"));
    }

    [Fact]
    public async Task StoreFile_ThatIsNoDatabase_IsOneLine()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("a.db"), new string('x', 5000));

        var result = await ServeAsync($"sqlite:{folder.File("a.db")}");

        ShouldFailInOneLine(result, folder.File("a.db"));
    }

    [Fact]
    public async Task Store_OfANewerVersion_IsOneLineThatSaysSo()
    {
        using var folder = new TemporaryFolder();
        await using (await ServerUnderTest.StartAsync(store: $"sqlite:{folder.File("a.db")}"))
        {
        }

        await using (var connection = new SqliteConnection($"Data Source={folder.File("a.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 9999";
            await command.ExecuteNonQueryAsync();
        }

        var result = await ServeAsync($"sqlite:{folder.File("a.db")}");

        ShouldFailInOneLine(result, "newer version");
    }

    [Fact]
    public async Task Store_InUseByAnotherProcess_IsOneLineThatSaysSo()
    {
        await using var first = await ServerUnderTest.StartAsync();

        var result = await ServeAsync(first.StoreAddress);

        ShouldFailInOneLine(result, "in use");
    }

    [Fact]
    public async Task AddressBeyondLoopback_IsRefused_UnlessEverybodyIsAllowed()
    {
        using var folder = new TemporaryFolder();
        await using var server = await OtelBridgeProcess.StartAsync(
            ["--store", $"sqlite:{folder.File("a.db")}", "--grpc", "off", "--otlp-http", "127.0.0.1:0", "--http", "*:0", "--allow-everybody"],
            new Dictionary<string, string?>());

        await server.StopAsync();
        var refused = await OtelBridgeCommand.RunAsync("serve", "--store", $"sqlite:{folder.File("a.db")}", "--http", "*:0");

        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain("Start with --auth, or with --allow-everybody");
        server.Log.ShouldStartWith("warning: http listens on");
        server.Log.ShouldContain("nobody is asked who they are");
        server.Log.ShouldNotContain('\n');
    }

    [Fact]
    public async Task VersionAndHelp_ArePrinted()
    {
        var version = await OtelBridgeCommand.RunAsync("--version");
        var help = await OtelBridgeCommand.RunAsync("serve", "--help");
        var nothing = await OtelBridgeCommand.RunAsync();

        Version.TryParse(version.Output.Trim(), out _).ShouldBeTrue();
        help.Output.ShouldContain("OTELBRIDGE_OTLP_HTTP");
        (version.ExitCode, help.ExitCode, nothing.ExitCode).ShouldBe((0, 0, 2));
    }

    private static Task<CommandResult> ServeAsync(string store) =>
        OtelBridgeCommand.RunAsync("serve", "--store", store, "--grpc", "127.0.0.1:0", "--otlp-http", "off", "--http", "off");

    private static void ShouldFailInOneLine(CommandResult result, string text)
    {
        result.ExitCode.ShouldBe(1, result.Error);
        result.ErrorLines.Count.ShouldBe(1, result.Error);
        result.Error.ShouldStartWith("otelbridge: ");
        result.Error.ShouldContain(text);
        result.Output.ShouldBeEmpty();
    }
}
