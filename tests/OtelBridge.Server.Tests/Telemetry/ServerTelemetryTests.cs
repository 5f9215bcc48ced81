using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net.Http.Headers;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.Server.Telemetry;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Server.Tests.Telemetry;

/// <summary>What a program that listens hears of the server inside it.</summary>
public sealed class ServerTelemetryTests
{
    private const string TraceParentHeader = "traceparent";

    [Fact]
    public async Task Requests_AreSpans_OfTheirCallersTrace()
    {
        var trace = ActivityTraceId.CreateRandom();
        var heard = new ConcurrentQueue<Activity>();
        using var listener = Listen(activity =>
        {
            // Other tests have servers in this process, too.
            if (activity.TraceId == trace)
            {
                heard.Enqueue(activity);
            }
        });
        await using var server = await ServerUnderTest.StartAsync();
        var parent = $"00-{trace}-00f067aa0ba902b7-01";
        Dictionary<string, string> metadata = new() { [TraceParentHeader] = parent };
        server.Http.DefaultRequestHeaders.Add(TraceParentHeader, parent);

        await server.Grpc.CallAsync(TraceServiceMethods.Export, Request(Span(1, 1), Span(1, 2, 1)), metadata);
        await Should.ThrowAsync<GrpcException>(() => server.Grpc.CallAsync(
            TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = TraceIdText(99) }, metadata));
        await server.Http.GetStringAsync("/version");
        using var missing = await server.Http.GetAsync("/api/3.0/mlflow/traces/tr-none");

        heard.Select(static activity => activity.DisplayName).ShouldBe(
        [
            "opentelemetry.proto.collector.trace.v1.TraceService/Export", "otelbridge.tracking.v1.TrackingService/GetTrace", "GET /version", "GET /api/3.0/mlflow/traces/{trace_id}",
        ]);
        var (export, get, version, rest) = (heard.ElementAt(0), heard.ElementAt(1), heard.ElementAt(2), heard.ElementAt(3));
        (export.Kind, export.ParentSpanId.ToHexString()).ShouldBe((ActivityKind.Server, "00f067aa0ba902b7"));
        (export.GetTagItem("otelbridge.listener"), export.GetTagItem("rpc.response.status_code"), export.GetTagItem("otelbridge.spans.stored")).ShouldBe(("grpc", "0", 2L));
        get.GetTagItem("rpc.response.status_code").ShouldBe("5");
        (version.GetTagItem("otelbridge.listener"), version.GetTagItem("http.route"), version.GetTagItem("http.response.status_code")).ShouldBe(("http", "/version", 200));
        (rest.GetTagItem("http.response.status_code"), rest.Status).ShouldBe((404, ActivityStatusCode.Unset));
    }

    [Fact]
    public async Task Meter_SaysWhatMetricsSays_AndHowLongRequestsTook()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.Grpc.CallAsync(TraceServiceMethods.Export, Request(Span(1, 1), Span(1, 2, 1)));
        var durations = new ConcurrentQueue<(string Route, int Status)>();
        var numbers = new ConcurrentDictionary<Meter, ConcurrentDictionary<string, long>>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == ServerTelemetry.Name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => numbers.GetOrAdd(instrument.Meter, static _ => new())[instrument.Name] = value);
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            var all = tags.ToArray().ToDictionary();
            if (all.TryGetValue("http.route", out var route))
            {
                durations.Enqueue(((string)route!, (int)all["http.response.status_code"]!));
            }
        });
        listener.Start();

        using var bad = new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };
        using var refused = await server.OtlpHttp.PostAsync("/v1/traces", bad);
        var text = await server.Http.GetStringAsync("/metrics");
        IReadOnlyDictionary<string, long>? own;
        do
        {
            listener.RecordObservableInstruments(); // of the store it says what it was told last, which the first reading asks for
            own = numbers.Values.FirstOrDefault(static meter => meter.GetValueOrDefault("otelbridge.server.store.traces") == 1 && meter["otelbridge.server.spans.stored"] == 2);
        }
        while (own is null);

        durations.ShouldContain(("/v1/traces", 400));
        var said = text.Split('\n').Where(static line => line.Length > 0 && line[0] != '#').Select(static line => line.Split(' '))
            .ToDictionary(static parts => parts[0], static parts => long.Parse(parts[1], CultureInfo.InvariantCulture));
        said.Keys.ShouldBe(ServerNumbers.All.Select(static number => number.Prometheus));
        foreach (var number in ServerNumbers.All.Where(static number => number.Unit != "By" && !number.Prometheus.StartsWith("process_", StringComparison.Ordinal))) // the process goes on between the two
        {
            own[number.Instrument].ShouldBe(said[number.Prometheus], number.Instrument);
        }
    }

    [Fact]
    public async Task SpansOfItsOwn_AreNotStored_AndThoseOfOtherServersAre()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var request = Request(Span(1, 1).With(ServerTelemetry.InstanceKey, ServerTelemetry.Instance), Span(2, 1).With(ServerTelemetry.InstanceKey, "another"), Span(3, 1));
        request.ResourceSpans[0].ScopeSpans[0].Scope = new InstrumentationScope { Name = ServerTelemetry.Name };

        var answer = await server.Grpc.CallAsync(TraceServiceMethods.Export, request);
        var stored = await server.Grpc.CallAsync(TrackingServiceMethods.BatchGetTraces, new BatchGetTracesRequest { TraceIds = { TraceIdText(1), TraceIdText(2), TraceIdText(3) } });

        answer.PartialSuccess.ShouldBeNull();
        stored.Traces.Select(static trace => trace.Info.TraceId).ShouldBe([TraceIdText(2), TraceIdText(3)], ignoreOrder: true);
    }

    private static ActivityListener Listen(Action<Activity> stopped)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == ServerTelemetry.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = stopped,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
