using OtelBridge.Configuration;
using OtelBridge.Grpc;
using OtelBridge.Server.Configuration;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Tls;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Tests.Export.Wires;

/// <summary>Our exporter and our client at our server with TLS that asks for certificates of both sides, over every wire between them.</summary>
public sealed class ServerTlsTests : IDisposable
{
    private readonly ServerTlsFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("otlp/grpc")]
    [InlineData("otlp/http")]
    [InlineData("grpcs")]
    [InlineData("https")]
    public async Task Spans_WithCertificatesThatFit_AreStored(string wire)
    {
        await using var server = await StartAsync();
        using var tracing = Traced.To(Settings(wire, server, _files.AuthorityPath, _files.ClientPath));

        Mlflow.StartSpan("s").Dispose();
        var flushed = await tracing.FlushAsync(Traced.Patience);

        flushed.IsComplete.ShouldBeTrue();
        (await CountAsync(server)).ShouldBe(1);
    }

    [Theory]
    [InlineData("otlp/grpc", "stranger", "name its authority's (PEM)")]
    [InlineData("otlp/http", "stranger", "name its authority's (PEM)")]
    [InlineData("grpcs", "stranger", "name its authority's (PEM)")]
    [InlineData("https", "stranger", "name its authority's (PEM)")]
    [InlineData("otlp/grpc", "nobody", "wants a certificate of the client")]
    [InlineData("otlp/http", "nobody", "wants a certificate of the client")]
    [InlineData("grpcs", "nobody", "wants a certificate of the client")]
    [InlineData("https", "nobody", "wants a certificate of the client")]
    public async Task Spans_WithCertificatesThatDoNotFit_AreNotStored_AndTheRemedyIsNamed(string wire, string fault, string remedy)
    {
        await using var server = await StartAsync();
        using var events = new Events();
        using var tracing = Traced.To(
            [.. Settings(wire, server, fault == "stranger" ? _files.StrangerPath : _files.AuthorityPath, fault == "nobody" ? null : _files.ClientPath), ("Mlflow:Delivery:RetryTimeout", "00:00:00")]);

        Mlflow.StartSpan("s").Dispose();
        await tracing.FlushAsync(Traced.Patience);

        events.Texts("SendFailed").ShouldContain(text => text.Contains(remedy), string.Join(Environment.NewLine, events.Texts("SendFailed")));
        (await CountAsync(server)).ShouldBe(0);
    }

    [Theory]
    [InlineData("grpcs")]
    [InlineData("https")]
    public async Task Questions_AreAnsweredToWhoFits_AndTheRemedyIsNamedToOthers(string wire)
    {
        await using var server = await StartAsync();
        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(1, 1)));

        (await AskAsync(wire, server, _files.AuthorityPath, _files.ClientPath)).ShouldBe(OtlpSamples.TraceIdText(1));
        (await Should.ThrowAsync<MlflowException>(AskAsync(wire, server, _files.StrangerPath, _files.ClientPath))).Message.ShouldContain("MLFLOW_TRACKING_SERVER_CERT_PATH");
        (await Should.ThrowAsync<MlflowException>(AskAsync(wire, server, _files.AuthorityPath, null))).Message.ShouldContain("MLFLOW_TRACKING_CLIENT_CERT_PATH");
    }

    private static async Task<string> AskAsync(string wire, ServerUnderTest server, string authority, string? client)
    {
        using var tracing = Traced.To([.. Settings(wire, server, authority, client), ("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")]);
        using var asking = new MlflowClient();
        return (await asking.GetTraceInfoAsync(OtlpSamples.TraceIdText(1))).TraceId;
    }

    private static (string Key, string Value)[] Settings(string wire, ServerUnderTest server, string authority, string? client) => wire switch
    {
        "otlp/grpc" or "otlp/http" =>
        [
            (EnvironmentKeys.OtlpEndpoint, (wire == "otlp/grpc" ? server.GrpcAddress : server.OtlpHttpAddress).GetLeftPart(UriPartial.Authority)),
            (EnvironmentKeys.OtlpProtocol, wire == "otlp/grpc" ? "grpc" : "http/protobuf"),
            (EnvironmentKeys.OtlpCertificate, authority),
            .. client is null ? [] : new[] { (EnvironmentKeys.OtlpClientCertificate, client) },
        ],
        _ =>
        [
            (EnvironmentKeys.TrackingUri, wire == "grpcs" ? $"grpcs://{server.GrpcAddress.Authority}" : server.HttpAddress.GetLeftPart(UriPartial.Authority)),
            (EnvironmentKeys.TrackingServerCertPath, authority),
            .. client is null ? [] : new[] { (EnvironmentKeys.TrackingClientCertPath, client) },
        ],
    };

    private static async Task<long> CountAsync(ServerUnderTest server) => (await server.Grpc.CallAsync(TrackingServiceMethods.CountTraces, new CountTracesRequest())).Count;

    private Task<ServerUnderTest> StartAsync() =>
        ServerUnderTest.StartAsync(options => options.Tls = _files.Settings(asksClients: true, TlsClientScope.All), handler: () => _files.Handler(_files.ClientPath));
}
