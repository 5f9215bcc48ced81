using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Server;

/// <summary>The official .NET exporter into our server; what it sent is known from a foreign receiver that gets the same spans.</summary>
public sealed class DotNetExporterTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const int Patience = 30_000;

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task Spans_OfTheOfficialExporter_ReadBackAsAForeignReceiverSawThem(OtlpExportProtocol protocol)
    {
        var (receiver, address) = await NodePeer.StartReceiverAsync();
        await using var _ = receiver;
        var endpoint = protocol == OtlpExportProtocol.Grpc ? fixture.Server.GrpcAddress : new Uri(fixture.Server.OtlpHttpAddress, "/v1/traces");

        var traceId = Emit(exporters => exporters
            .AddOtlpExporter("foreign", options => (options.Endpoint, options.Protocol) = (address, OtlpExportProtocol.Grpc))
            .AddOtlpExporter("ours", options => (options.Endpoint, options.Protocol) = (endpoint, protocol)));

        var sent = ExportTraceServiceRequest.Parser.ParseFrom(Convert.FromBase64String((string)(await receiver.ReadAsync())["encoded"]!));
        sent.ResourceSpans.SelectMany(r => r.ScopeSpans).SelectMany(s => s.Spans).Count().ShouldBe(3);
        await fixture.ShouldHoldAsync(traceId, sent);
    }

    private static string Emit(Func<TracerProviderBuilder, TracerProviderBuilder> addExporters)
    {
        using var source = new ActivitySource("interop.dotnet", "4.5.6", [new("scope.key", "scope.value")]);
        using var provider = addExporters(Sdk.CreateTracerProviderBuilder()
            .AddSource(source.Name)
            .SetSampler(new AlwaysOnSampler())
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("dotnet-sénder", serviceVersion: "1.0")))
            .Build();

        var remote = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, "vendor=x", isRemote: true);
        using (var root = source.StartActivity("root", ActivityKind.Server, remote)!)
        {
            root.SetTag("text", "日本語").SetTag("whole", 42L).SetTag("number", 0.5).SetTag("flag", true)
                .SetTag("texts", new[] { "a", "b" }).SetTag("wholes", new[] { 1L, 2L }).SetTag("empty", "");
            root.AddEvent(new ActivityEvent("event", tags: new ActivityTagsCollection { ["k"] = "v" }));
            using (var child = source.StartActivity("child", ActivityKind.Client, default(ActivityContext), links: [new ActivityLink(remote)])!)
            {
                child.SetStatus(ActivityStatusCode.Error, "went wröng");
                child.AddException(new InvalidOperationException("boom"));
            }

            using var other = source.StartActivity("other", ActivityKind.Producer)!;
            other.SetStatus(ActivityStatusCode.Ok);
        }

        provider.ForceFlush(Patience).ShouldBeTrue();
        return remote.TraceId.ToHexString();
    }
}
