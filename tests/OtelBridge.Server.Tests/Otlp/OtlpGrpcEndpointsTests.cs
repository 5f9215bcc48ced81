using System.Text;
using Google.Protobuf;
using OtelBridge.Attributes;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.Server.Tests.Grpc;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tests.Otlp;

public sealed class OtlpGrpcEndpointsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Export_PlainAndGzipped_IsReadBackEqual(bool gzip)
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var client = new UnaryGrpcClient(server.GrpcAddress, new UnaryGrpcClientOptions { Gzip = gzip });
        var request = OtlpSamples.Request(
            OtlpSamples.Span(1, 1, name: "agent").With(MlflowKeys.SpanType, SpanType.Agent),
            OtlpSamples.Span(1, 2, parent: 1, offsetMs: 1).With("text", new string('x', 10_000)));

        var response = await client.CallAsync(TraceServiceMethods.Export, request.Clone());

        response.PartialSuccess.ShouldBeNull();
        var stored = await client.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = OtlpSamples.TraceIdText(1) });
        stored.Trace.ResourceSpans.ShouldBe(request.ResourceSpans);
    }

    [Fact]
    public async Task SpansOfWrongForm_AreCounted_AndTheRestIsStored()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var shortTraceId = OtlpSamples.Span(1, 2);
        shortTraceId.TraceId = ByteString.CopyFrom(1, 2, 3);
        var longSpanId = OtlpSamples.Span(1, 3);
        longSpanId.SpanId = ByteString.CopyFrom(new byte[9]);

        var response = await server.Grpc.CallAsync(
            TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(1, 1), shortTraceId, longSpanId));

        response.PartialSuccess.RejectedSpans.ShouldBe(2);
        response.PartialSuccess.ErrorMessage.ShouldNotBeEmpty();
        var stored = await server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = OtlpSamples.TraceIdText(1) });
        stored.Trace.ResourceSpans.AllSpans().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Span_OfTenThousandAttributesAndTwentyMegabytes_IsStoredWhole()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var span = OtlpSamples.Span(1, 1).With("large", new string('y', 20_000_000));
        for (var i = 0; i < 10_000; i++)
        {
            span.With($"key.{i}", $"value {i}");
        }

        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(span.Clone()));

        var stored = await server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = OtlpSamples.TraceIdText(1) });
        stored.Trace.ResourceSpans.AllSpans().Single().ShouldBe(span);
    }

    [Fact]
    public async Task InvalidUtf8InAName_BecomesReplacementCharacters()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var message = OtlpSamples.Request(OtlpSamples.Span(1, 1, name: "nXme")).ToByteArray();
        message[message.AsSpan().IndexOf(Encoding.ASCII.GetBytes("nXme")) + 1] = 0xFF;

        var answer = await RawGrpcCall.SendAsync(server.GrpcAddress, RawGrpcCall.ExportPath, RawGrpcCall.Frame(message));

        answer.Status.ShouldBe(GrpcStatusCode.Ok);
        var stored = await server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = OtlpSamples.TraceIdText(1) });
        stored.Trace.Info.Name.ShouldBe("n\uFFFDme");
    }

    [Fact]
    public async Task ExperimentInMetadata_IsWhereTheTraceGoes()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var experiment = await server.Grpc.CallAsync(TrackingServiceMethods.CreateExperiment, new CreateExperimentRequest { Name = "mine" });

        await server.Grpc.CallAsync(
            TraceServiceMethods.Export,
            OtlpSamples.Request(OtlpSamples.Span(1, 1)),
            [new(MlflowKeys.ExperimentHeader, experiment.ExperimentId)]);

        var stored = await server.Grpc.CallAsync(TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = OtlpSamples.TraceIdText(1) });
        stored.Trace.Info.ExperimentId.ShouldBe(experiment.ExperimentId);
    }

    [Fact]
    public async Task ManyCallsAtOnce_AreAllStored()
    {
        await using var server = await ServerUnderTest.StartAsync();

        await Task.WhenAll(Enumerable.Range(1, 200).Select(number => server.Grpc.CallAsync(
            TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(number, number))))).WaitAsync(TimeSpan.FromSeconds(60));

        var page = await server.Grpc.CallAsync(TrackingServiceMethods.SearchTraces, new SearchTracesRequest { MaxResults = 500 });
        page.Traces.Select(static trace => trace.TraceId).ShouldBe(
            Enumerable.Range(1, 200).Select(OtlpSamples.TraceIdText), ignoreOrder: true);
    }

    [Fact]
    public async Task NestedValue_OfEveryDepthThatIsTaken_CanBeReadBack()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var taken = 0;

        for (var levels = 40; levels < 60; levels++)
        {
            var value = Enumerable.Range(0, levels).Aggregate(
                new AnyValue { IntValue = 1 }, static (inner, _) => new AnyValue { ArrayValue = new ArrayValue { Values = { inner } } });
            var request = RawGrpcCall.Frame(OtlpSamples.Request(OtlpSamples.Span(levels, 1).With("deep", value)));
            var answer = await RawGrpcCall.SendAsync(server.GrpcAddress, RawGrpcCall.ExportPath, request);
            if (answer.Status == GrpcStatusCode.Ok)
            {
                taken++;
                var stored = await server.Grpc.CallAsync(
                    TrackingServiceMethods.GetTrace, new GetTraceRequest { TraceId = OtlpSamples.TraceIdText(levels) });
                stored.Trace.ResourceSpans.AllSpans().Single().Attributes[0].Value.ShouldBe(value);
            }
        }

        taken.ShouldBeInRange(1, 19);
    }
}
