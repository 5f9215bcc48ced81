using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OtelBridge.Interop.Tests.Export;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Stores;

namespace OtelBridge.Interop.Tests.Server;

/// <summary>The official .NET exporter into our server; what it sent is known from a foreign receiver that gets the same spans.</summary>
public sealed class DotNetExporterTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const int Patience = 30_000;

    public static TheoryData<OtlpExportProtocol, string> Protocols
    {
        get
        {
            var rows = new TheoryData<OtlpExportProtocol, string>();
            foreach (var kind in TestStore.Kinds)
            {
                rows.Add(OtlpExportProtocol.Grpc, kind);
                rows.Add(OtlpExportProtocol.HttpProtobuf, kind);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Spans_OfTheOfficialExporter_ReadBackAsAForeignReceiverSawThem(OtlpExportProtocol protocol, string kind)
    {
        var server = await fixture.OnAsync(kind);
        var (receiver, address) = await NodePeer.StartReceiverAsync();
        await using var _ = receiver;
        var endpoint = protocol == OtlpExportProtocol.Grpc ? server.GrpcAddress : new Uri(server.OtlpHttpAddress, "/v1/traces");

        var traceId = Emit(exporters => exporters
            .AddOtlpExporter("foreign", options => Configure(options, address, OtlpExportProtocol.Grpc))
            .AddOtlpExporter("ours", options => Configure(options, endpoint, protocol)));

        var sent = ExportTraceServiceRequest.Parser.ParseFrom(Convert.FromBase64String((string)(await receiver.ReadAsync())["encoded"]!));
        sent.ResourceSpans.SelectMany(r => r.ScopeSpans).SelectMany(s => s.Spans).Count().ShouldBe(SampleActivities.Count);
        await fixture.ShouldHoldAsync(traceId, sent, kind);
    }

    private static void Configure(OtlpExporterOptions options, Uri endpoint, OtlpExportProtocol protocol)
    {
        options.Endpoint = endpoint;
        options.Protocol = protocol;

        // One batch, sent by the flush.
        options.BatchExportProcessorOptions.ScheduledDelayMilliseconds = int.MaxValue;
    }

    private static string Emit(Func<TracerProviderBuilder, TracerProviderBuilder> addExporters)
    {
        using var source = new ActivitySource("interop.dotnet", "4.5.6", [new("scope.key", "scope.value")]);
        using var provider = addExporters(Sdk.CreateTracerProviderBuilder()
            .AddSource(source.Name)
            .SetSampler(new AlwaysOnSampler())
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("dotnet-sénder", serviceVersion: "1.0")))
            .Build();

        var traceId = SampleActivities.Emit(source);
        provider.ForceFlush(Patience).ShouldBeTrue();
        return traceId;
    }
}
