using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OtelBridge.Configuration;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Otlp;
using OtelBridge.TestSupport.Tls;

namespace OtelBridge.Tests.Export.Metrics;

public sealed class SpanDurationTests
{
    [Fact]
    public async Task Span_Ended_IsRecordedOnceWithMlflowsAttributes()
    {
        var records = new ConcurrentQueue<(string? Unit, double Value, Dictionary<string, object?> Tags)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument is { Meter.Name: "mlflow.tracing", Name: "mlflow.trace.span.duration" })
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => records.Enqueue((instrument.Unit, value, new(tags.ToArray()))));
        listener.Start();
        await using var peer = await FakeCollector.StartAsync();
        using var tracing = Traced.To(
            (EnvironmentKeys.OtlpTracesEndpoint, peer.GrpcEndpoint), (EnvironmentKeys.TrackingUri, peer.TrackingUri), (EnvironmentKeys.EnableDualExport, "true"), ("Mlflow:ExperimentId", "7"));
        var team = Guid.NewGuid().ToString();

        using (Mlflow.StartSpan("root", SpanType.Agent))
        {
            Mlflow.UpdateCurrentTrace(tags: new Dictionary<string, string> { ["team"] = team }, session: "s-1");
            Should.Throw<InvalidOperationException>(() => Mlflow.Trace("child", void () => throw new InvalidOperationException(), SpanType.Tool));
        }

        var ours = records.Where(record => team.Equals(record.Tags.GetValueOrDefault("tags.team"))).ToList();
        ours.Count.ShouldBe(2);
        ours.ShouldAllBe(record => record.Unit == "ms" && record.Value >= 0 && "7".Equals(record.Tags["experiment_id"]) && "s-1".Equals(record.Tags["metadata.mlflow.trace.session"]));
        ours.Select(record => (record.Tags["root"], record.Tags["span_type"], record.Tags["span_status"])).ShouldBe([(false, "TOOL", "ERROR"), (true, "AGENT", "OK")]);
    }

    [Theory]
    [InlineData("Mlflow:Masks:0:Keys", "secret,mlflow.trace.user", "tags.secret=[masked] tags.team=blue metadata.mlflow.trace.user=[masked]")]
    [InlineData("Mlflow:Masks:0:Pattern", "\\d+", "")]
    [InlineData("Mlflow:Masks:0:JsonPath", "$.a", "")]
    [InlineData("Mlflow:Masks:0:Pattern", "[", "")]
    public void MasksForAll_HideTagsAndMetadata(string key, string value, string expected)
    {
        var marker = Guid.NewGuid().ToString("N");
        var shown = string.Empty;
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "mlflow.tracing")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            if (tags.ToArray().Any(tag => marker.Equals(tag.Value)))
            {
                shown = string.Join(' ', tags.ToArray().Where(static tag => tag.Key.Contains('.', StringComparison.Ordinal)).Select(static tag => $"{tag.Key}={tag.Value}"));
            }
        });
        listener.Start();
        using var tracing = Traced.To(("Mlflow:Export", "None"), (key, value));

        using (Mlflow.StartSpan("s", marker))
        {
            Mlflow.UpdateCurrentTrace(tags: new Dictionary<string, string> { ["secret"] = "4711", ["team"] = "blue", ["json"] = "{\"secret\":1}" }, user: "ada");
        }

        (key.EndsWith("Keys", StringComparison.Ordinal) ? string.Join(' ', shown.Split(' ').Order(StringComparer.Ordinal)) : shown).ShouldBe(
            string.Join(' ', expected.Split(' ').Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task ListenerThatThrows_CostsNoSpan()
    {
        var calls = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "mlflow.tracing")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            if (tags.ToArray().Any(static tag => tag.Key == "tags.throw"))
            {
                Interlocked.Increment(ref calls);
                throw new InvalidOperationException("Somebody else's fault.");
            }
        });
        listener.Start();
        await using var peer = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, peer.TrackingUri));

        Mlflow.Trace("s", () => Mlflow.UpdateCurrentTrace(tags: new Dictionary<string, string> { ["throw"] = "yes" }));
        await tracing.FlushAsync(Traced.Patience);

        calls.ShouldBe(1);
        tracing.Delivery.Single().ToString().ShouldEndWith("1 sent, 0 queued, 0 retried, 0 dropped");
    }

    [Theory]
    [InlineData(EnvironmentKeys.OtlpEndpoint, "", "/v1/metrics")]
    [InlineData(EnvironmentKeys.OtlpMetricsEndpoint, "/own", "/own")]
    public async Task Metric_EndpointSet_IsSentThereAtTheEnd(string variable, string path, string expected)
    {
        var bodies = new ConcurrentDictionary<string, string>();
        await using var server = await LoopbackHttpServer.StartAsync(
            async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                bodies[context.Request.Path] = Encoding.Latin1.GetString(body.ToArray());
                context.Response.StatusCode = StatusCodes.Status200OK;
            },
            HttpProtocols.Http1);

        using (Traced.To(
            (variable, server.Address.AbsoluteUri.TrimEnd('/') + path), (EnvironmentKeys.OtlpProtocol, "http/protobuf"), ("Mlflow:Export", "None"), (EnvironmentKeys.ServiceName, "measured")))
        {
            Mlflow.Trace("s", () => { });
        }

        bodies.Keys.ShouldBe([expected]);
        bodies[expected].ShouldContain("mlflow.trace.span.duration");
        bodies[expected].ShouldContain("measured");
    }

    [Theory]
    [InlineData("http/protobuf", EnvironmentKeys.OtlpCertificate, true)]
    [InlineData("http/protobuf", EnvironmentKeys.OtlpMetricsCertificate, true)]
    [InlineData("grpc", EnvironmentKeys.OtlpMetricsCertificate, true)]
    [InlineData("http/protobuf", EnvironmentKeys.OtlpTracesCertificate, false)]
    public async Task Metric_CollectorWithTls_IsSentThereWithTheCertificatesForMetrics(string protocol, string variable, bool isSent)
    {
        var requests = 0;
        using var certificates = new TestCertificates();
        await using var server = await LoopbackHttpServer.StartAsync(
            context =>
            {
                Interlocked.Increment(ref requests);
                return Task.CompletedTask;
            },
            protocol == "grpc" ? HttpProtocols.Http2 : HttpProtocols.Http1,
            listen => listen.UseHttps(certificates.Https(certificates.Good, wantsClient: true)));

        using (Traced.To(
            (EnvironmentKeys.OtlpMetricsEndpoint, server.Address.AbsoluteUri), (EnvironmentKeys.OtlpProtocol, protocol), (variable, certificates.AuthorityPath),
            (EnvironmentKeys.OtlpClientCertificate, certificates.ClientPath), (EnvironmentKeys.OtlpClientKey, certificates.ClientKeyPath), ("Mlflow:Export", "None")))
        {
            Mlflow.Trace("s", () => { });
        }

        (requests > 0).ShouldBe(isSent);
    }

    [Fact]
    public async Task Metric_SwitchedOff_IsNotSent()
    {
        var requests = 0;
        await using var server = await LoopbackHttpServer.StartAsync(
            context =>
            {
                Interlocked.Increment(ref requests);
                return Task.CompletedTask;
            },
            HttpProtocols.Http1);

        using (Traced.To((EnvironmentKeys.OtlpMetricsEndpoint, server.Address.AbsoluteUri), (EnvironmentKeys.OtlpProtocol, "http/protobuf"), ("Mlflow:Export", "None"), ("Mlflow:ExportSpanMetrics", "false")))
        {
            Mlflow.Trace("s", () => { });
        }

        requests.ShouldBe(0);
    }
}
