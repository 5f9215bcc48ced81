using OtelBridge.Configuration;
using OtelBridge.Export;
using OtelBridge.Grpc;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Export.Wires;

/// <summary>What a collector may answer, over gRPC and over HTTP: what the ledger says of it, what arrives, and what one is told to do.</summary>
public sealed class CollectorFaultTests
{
    [Theory]
    [InlineData(true, GrpcStatusCode.ResourceExhausted)]
    [InlineData(true, GrpcStatusCode.Unavailable)]
    [InlineData(false, GrpcStatusCode.ResourceExhausted)]
    [InlineData(false, GrpcStatusCode.Unavailable)]
    public async Task CollectorThatIsBusyAndSaysForHowLong_IsTriedAgainThen(bool isGrpc, GrpcStatusCode status)
    {
        await using var collector = await FakeCollector.StartAsync();
        collector.Answer(_ => collector.Attempts == 1 ? CollectorAnswer.Fail(status, TimeSpan.FromMilliseconds(1)) : CollectorAnswer.Ok);
        using var tracing = To(collector, isGrpc);

        Spans(4);
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        collector.Attempts.ShouldBe(2, "as it was, and not in halves");
        collector.Spans.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CollectorThatIsBusyForLongerThanAnythingIsTried_IsGivenUpAtOnce(bool isGrpc)
    {
        await using var collector = await FakeCollector.StartAsync();
        collector.Answer(_ => CollectorAnswer.Fail(GrpcStatusCode.Unavailable, TimeSpan.FromHours(1)));
        using var tracing = To(collector, isGrpc);

        Spans(2);
        await tracing.FlushAsync(Traced.Patience);

        collector.Attempts.ShouldBe(1);
        tracing.Delivery.ShouldHaveSingleItem().Dropped.ShouldBe(new Dictionary<DropReason, long> { [DropReason.Unreachable] = 2 });
    }

    [Fact]
    public async Task RetryAfterOfSomethingBeforeAGrpcServer_IsHonoured()
    {
        await using var collector = await FakeCollector.StartAsync();
        collector.Answer(_ => CollectorAnswer.Http(429, "slow down", retryAfter: TimeSpan.FromHours(1)));
        using var tracing = To(collector, isGrpc: true);

        Spans(1);
        await tracing.FlushAsync(Traced.Patience);

        (collector.Attempts, tracing.Delivery.ShouldHaveSingleItem().Dropped[DropReason.Unreachable]).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RequestThatIsTooLarge_GoesInParts(bool isGrpc)
    {
        await using var collector = await FakeCollector.StartAsync();
        collector.MaxRequestBytes = 4000;
        using var tracing = To(collector, isGrpc);

        Spans(20, new string('x', 500));
        Spans(1, new string('x', 5000));
        await tracing.FlushAsync(Traced.Patience);

        collector.Spans.Count.ShouldBe(20);
        var delivery = tracing.Delivery.ShouldHaveSingleItem();
        (delivery.Sent, delivery.TotalDropped, delivery.Dropped[DropReason.TooLarge]).ShouldBe((20, 1, 1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SpansThatAreRefused_AreCounted(bool isGrpc)
    {
        await using var collector = await FakeCollector.StartAsync();
        collector.Answer(_ => CollectorAnswer.Reject(2));
        using var tracing = To(collector, isGrpc);

        Spans(5);
        await tracing.FlushAsync(Traced.Patience);

        tracing.Delivery.ShouldHaveSingleItem().ShouldSatisfyAllConditions(d => d.Sent.ShouldBe(3), d => d.Dropped[DropReason.Rejected].ShouldBe(2));
    }

    [Theory]
    [InlineData(true, "cut")]
    [InlineData(true, "stall")]
    [InlineData(false, "cut")]
    [InlineData(false, "stall")]
    public async Task LineThatBreaks_IsTriedAgain(bool isGrpc, string fault)
    {
        await using var collector = await FakeCollector.StartAsync();
        collector.Answer(_ => collector.Attempts > 1 ? CollectorAnswer.Ok : fault == "cut" ? CollectorAnswer.CutLine : CollectorAnswer.Stall);
        using var tracing = To(collector, isGrpc, (EnvironmentKeys.OtlpTimeout, "300"));

        Spans(3);
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        collector.Spans.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(true, "page", "is it a gRPC port?")]
    [InlineData(true, "garbage", "is it a gRPC port?")]
    [InlineData(true, "redirect", "redirects, as a login or a proxy does")]
    [InlineData(true, "auth", "OTEL_EXPORTER_OTLP_HEADERS")]
    [InlineData(false, "page", "is there a login or a proxy")]
    [InlineData(false, "garbage", "is the address right?")]
    [InlineData(false, "redirect", "set the final address, or sign in")]
    [InlineData(false, "auth", "OTEL_EXPORTER_OTLP_HEADERS")]
    [InlineData(false, "path", "takes spans at /v1/traces")]
    public async Task AnswerOfSomethingElse_IsNamedWithTheRemedy(bool isGrpc, string fault, string remedy)
    {
        await using var collector = await FakeCollector.StartAsync();
        collector.Authorization = fault == "auth" ? "Bearer right" : null;
        collector.Answer(_ => fault switch
        {
            "page" => CollectorAnswer.LoginPage,
            "garbage" => CollectorAnswer.Garbage,
            "redirect" => CollectorAnswer.LoginRedirect,
            "path" => CollectorAnswer.Http(404, "no such page"),
            _ => CollectorAnswer.Ok,
        });
        using var events = new Events();
        using var tracing = To(collector, isGrpc, (EnvironmentKeys.OtlpHeaders, "authorization=Bearer%20wrong"));

        Spans(2);
        await tracing.FlushAsync(Traced.Patience);

        tracing.Delivery.ShouldHaveSingleItem().Dropped.ShouldBe(new Dictionary<DropReason, long> { [DropReason.Failed] = 2 });
        var text = events.Texts("SendFailed").ShouldHaveSingleItem();
        text.ShouldContain(remedy);
        text.ShouldNotContain("secret");
        text.ShouldNotContain("wrong");
    }

    [Theory]
    [InlineData(true, "set the protocol to http/protobuf for 4318")]
    [InlineData(false, "gRPC")]
    public async Task ProtocolOfTheOtherPort_IsNamed(bool isGrpc, string remedy)
    {
        await using var collector = await FakeCollector.StartAsync();
        using var events = new Events();
        using var tracing = Traced.To(
            (EnvironmentKeys.OtlpEndpoint, isGrpc ? collector.HttpEndpoint : collector.GrpcEndpoint),
            (EnvironmentKeys.OtlpProtocol, isGrpc ? "grpc" : "http/protobuf"),
            ("Mlflow:Delivery:RetryTimeout", "00:00:00"));

        Spans(1);
        await tracing.FlushAsync(Traced.Patience);

        tracing.Delivery.ShouldHaveSingleItem().ShouldSatisfyAllConditions(d => d.Sent.ShouldBe(0), d => d.TotalDropped.ShouldBe(1));
        var text = events.All.Where(static e => e.EventName is "SendFailed" or "SpansRejected").Select(static e => string.Join('|', e.Payload!)).ShouldHaveSingleItem();
        text.ShouldContain(remedy);
    }

    private static MlflowTracing To(FakeCollector collector, bool isGrpc, params (string, string)[] more) => Traced.To(
    [
        (EnvironmentKeys.OtlpEndpoint, isGrpc ? collector.GrpcEndpoint : collector.HttpEndpoint),
        (EnvironmentKeys.OtlpProtocol, isGrpc ? "grpc" : "http/protobuf"),
        .. more,
    ]);

    private static void Spans(int count, string? text = null)
    {
        for (var i = 0; i < count; i++)
        {
            using var span = Mlflow.StartSpan("s");
            span.Activity!.SetTag("text", text);
        }
    }
}
