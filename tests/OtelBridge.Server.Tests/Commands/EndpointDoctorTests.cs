using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Otlp;
using OtelBridge.TestSupport.Tls;

namespace OtelBridge.Server.Tests.Commands;

/// <summary><c>otelbridge doctor --endpoint</c>, the real process against real sockets.</summary>
public sealed class EndpointDoctorTests
{
    [Theory]
    [InlineData("grpc", "an OtelBridge store over gRPC", "experiment     the default experiment exists")]
    [InlineData("http", "an MLflow server", "server         OtelBridge store, speaks as MLflow")]
    [InlineData("otlp", "OTLP over HTTP", "server         OtelBridge store")]
    [InlineData("bare", "OTLP over gRPC", "protocol")]
    public async Task Server_InGoodHealth_IsRecognisedAndFoundSound(string form, string what, string line)
    {
        await using var server = await ServerUnderTest.StartAsync();
        var address = form switch
        {
            "grpc" => $"grpc://{server.GrpcAddress.Authority}",
            "http" => server.HttpAddress.ToString(),
            "otlp" => $"{server.OtlpHttpAddress}v1/traces",
            _ => server.GrpcAddress.ToString(),
        };

        var result = await OtelBridgeCommand.RunAsync("doctor", "--endpoint", address);

        result.ExitCode.ShouldBe(0, result.Output + result.Error);
        result.Output.ShouldStartWith($"note     endpoint       {what} at http://");
        result.Output.ShouldContain($"ok       {line}");
        result.Output.ShouldNotContain("WRONG");
    }

    [Theory]
    [InlineData("grpc", "http/protobuf instead", "protocol", "Set the protocol to http/protobuf")]
    [InlineData("http/protobuf", "grpc instead", "protocol", "Set the protocol to grpc")]
    public async Task Protocol_MixedUp_IsNamedWithItsRemedy(string protocol, string why, string check, string remedy)
    {
        await using var collector = await FakeCollector.StartAsync();

        var result = await OtelBridgeCommand.RunAsync("doctor", "--endpoint", protocol == "grpc" ? collector.HttpEndpoint : collector.GrpcEndpoint, "--protocol", protocol);

        result.ExitCode.ShouldBe(1, why);
        result.Output.Split('\n').ShouldContain(line => line.StartsWith($"WRONG    {check} ", StringComparison.Ordinal) && line.Contains(remedy, StringComparison.Ordinal), result.Output);
    }

    [Fact]
    public async Task Credentials_AreSentAndNeverShown()
    {
        var seen = string.Empty;
        await using var server = await LoopbackHttpServer.StartAsync(
            context =>
            {
                seen = context.Request.Headers["api-key"].ToString() is { Length: > 0 } key ? key : seen;
                context.Response.StatusCode = 401;
                return Task.CompletedTask;
            },
            HttpProtocols.Http1);

        var result = await OtelBridgeCommand.RunAsync("doctor", "--endpoint", $"{server.Address}v1/traces?k=s3cret", "--headers", "api-key=s3cret");

        result.ExitCode.ShouldBe(1);
        seen.ShouldBe("s3cret");
        result.Output.ShouldContain("WRONG    access         ");
        (result.Output + result.Error).ShouldNotContain("s3cret");
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task Certificate_OfTheAuthority_DecidesWhetherTheServerIsTrusted(bool given, int exitCode)
    {
        using var folder = new TemporaryFolder();
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("127.0.0.1");
        await File.WriteAllTextAsync(folder.File("ca.pem"), authority.Pem);
        await using var server = await LoopbackHttpServer.StartAsync(
            static context =>
            {
                context.Response.ContentType = "application/x-protobuf";
                return Task.CompletedTask;
            },
            HttpProtocols.Http1,
            listen => listen.UseHttps(certificate));
        string[] trust = given ? ["--certificate", folder.File("ca.pem")] : [];

        var result = await OtelBridgeCommand.RunAsync(["doctor", "--endpoint", $"{server.Address}v1/traces", .. trust]);

        result.ExitCode.ShouldBe(exitCode, result.Output + result.Error);
        result.Output.ShouldContain(given ? "ok       tls            " : "WRONG    tls            ");
    }

    [Fact]
    public async Task Nobody_AtTheAddress_IsSaidWithinTheTimeout()
    {
        var result = await OtelBridgeCommand.RunAsync("doctor", "--endpoint", "http://127.0.0.1:1", "--timeout", "5");

        result.ExitCode.ShouldBe(1);
        result.Output.ShouldContain("WRONG    connection     nothing listens at 127.0.0.1:1. Start the server");
    }

    [Theory]
    [InlineData("--endpoint is an address", "--endpoint", "collector:4317")]
    [InlineData("--protocol is grpc or http/protobuf", "--endpoint", "http://127.0.0.1:1", "--protocol", "json")]
    [InlineData("is spoken to over gRPC", "--endpoint", "grpc://127.0.0.1:1", "--protocol", "http/protobuf")]
    [InlineData("Header 2 of --headers", "--endpoint", "http://127.0.0.1:1", "--headers", "a=1,s3cret")]
    [InlineData("--timeout is a number of seconds", "--endpoint", "http://127.0.0.1:1", "--timeout", "0")]
    [InlineData("A certificate file cannot be used", "--endpoint", "https://127.0.0.1:1", "--certificate", "/no/such/file")]
    [InlineData("exclude each other", "--endpoint", "http://127.0.0.1:1", "--store", "sqlite:x.db")]
    [InlineData("--headers belongs to --endpoint", "--headers", "a=1")]
    public async Task Usage_ThatIsWrong_IsRefused(string error, params string[] arguments)
    {
        var result = await OtelBridgeCommand.RunAsync(["doctor", .. arguments]);

        result.ExitCode.ShouldBe(2, result.Output);
        result.Error.ShouldContain(error);
        result.Error.ShouldNotContain("s3cret");
    }
}
