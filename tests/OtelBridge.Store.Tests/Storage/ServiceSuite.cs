using OtelBridge.Otlp;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using static OtelBridge.Otlp.Span.Types;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage;

/// <summary>The contract of <see cref="IServiceReader"/>. Every backend inherits it.</summary>
public abstract class ServiceSuite : StoreSuite
{
    [Fact]
    public async Task ListServices_SpansOfSeveral_GivesEachOnceInOrder()
    {
        await IngestAsync(Of("web", Span(1, 1)));
        await IngestAsync(Of("api", Span(1, 2, parent: 1), Span(2, 1)));
        await IngestAsync(Of("日本語 ☃", Span(3, 1)));

        (await ListServicesAsync()).ShouldBe(["api", "web", "日本語 ☃"]);
    }

    [Fact]
    public async Task ListServices_ResourceWithoutName_GivesTheEmptyName()
    {
        await IngestAsync(Of(null, Span(1, 1, name: "alone")));
        await IngestAsync(Of("api", Span(2, 1)));

        (await ListServicesAsync()).ShouldBe(["", "api"]);
        (await ListOperationsAsync("")).ShouldBe([new ServiceOperation("alone", SpanKind.Unspecified)]);
    }

    [Fact]
    public async Task ListServices_EmptyStore_GivesNone()
    {
        (await ListServicesAsync()).ShouldBeEmpty();
        (await ListOperationsAsync("api")).ShouldBeEmpty();
        (await CallsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ListServices_TracesDeleted_NoLongerListed()
    {
        await IngestAsync(Of("web", Span(1, 1, name: "page")));
        await IngestAsync(Of("api", Span(2, 1, name: "call")));

        await Store.Records.DeleteAsync(new TraceDeletion("0") { TraceIds = [TraceIdText(1)] }, CancellationToken.None);

        (await ListServicesAsync()).ShouldBe(["api"]);
        (await ListOperationsAsync("web")).ShouldBeEmpty();
        (await ListOperationsAsync("api")).ShouldHaveSingleItem().Name.ShouldBe("call");
    }

    [Fact]
    public async Task SomeExperiments_OfThem_NothingOfOthersIsTold()
    {
        var theirs = await CreateExperimentAsync("theirs");
        await IngestAsync(Of("web", Span(1, 1, name: "page")));
        await IngestAsync(Of("their-web", Span(2, 1, name: "their page")), theirs);
        await IngestAsync(Of("api", Span(2, 2, parent: 1, name: "their call")), theirs);
        await IngestAsync(Of("api", Span(1, 2, parent: 1, name: "call")));
        string[] none = ["999"];

        (await Store.Services.ListServicesAsync(["0"], CancellationToken.None)).ShouldBe(["api", "web"]);
        (await Store.Services.ListServicesAsync([theirs], CancellationToken.None)).ShouldBe(["api", "their-web"]);
        (await Store.Services.ListServicesAsync(none, CancellationToken.None)).ShouldBeEmpty();
        (await Store.Services.ListOperationsAsync("api", ["0"], CancellationToken.None)).Select(static operation => operation.Name).ShouldBe(["call"]);
        (await Store.Services.ListOperationsAsync("their-web", ["0"], CancellationToken.None)).ShouldBeEmpty();
        (await Store.Services.ListOperationsAsync("api", none, CancellationToken.None)).ShouldBeEmpty();
        (await FindAsync(new() { ServiceName = "api", ExperimentIds = ["0"] })).ShouldBe([1]);
        (await FindAsync(new() { ServiceName = "api", ExperimentIds = none })).ShouldBeEmpty();
        (await Store.Services.FindSummariesAsync(new() { ExperimentIds = [theirs] }, CancellationToken.None)).ShouldHaveSingleItem().TraceId.ShouldBe(TraceIdText(2));
        (await Store.Services.ReadCallsAsync(0, long.MaxValue, ["0"], CancellationToken.None)).ShouldBe([new ServiceCall("web", "api", 1, 0)]);
        (await Store.Services.ReadCallsAsync(0, long.MaxValue, none, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ListOperations_NameOfSeveralKinds_GivesEachKind()
    {
        await IngestAsync(Of("api", Kind(Span(1, 1, name: "chat"), SpanKind.Server), Kind(Span(1, 2, parent: 1, name: "chat"), SpanKind.Client)));
        await IngestAsync(Of("api", Kind(Span(2, 1, name: "chat"), SpanKind.Server), Kind(Span(2, 2, parent: 1, name: "añadir"), SpanKind.Internal)));
        await IngestAsync(Of("web", Kind(Span(3, 1, name: "other"), SpanKind.Consumer)));

        (await ListOperationsAsync("api")).ShouldBe(
            [new("añadir", SpanKind.Internal), new("chat", SpanKind.Server), new("chat", SpanKind.Client)]);
    }

    [Fact]
    public async Task ListOperations_LongNames_AreCutAndFound()
    {
        await IngestAsync(Of(new string('s', 400), Span(1, 1, name: new string('n', 400))));

        var service = (await ListServicesAsync()).ShouldHaveSingleItem();
        (await ListOperationsAsync(service)).ShouldHaveSingleItem().Name.ShouldBe(new string('n', 250));
        (await FindAsync(new() { ServiceName = service, SpanName = new string('n', 400) })).ShouldBe([1]);
    }

    [Fact]
    public async Task FindTraces_ServiceAndName_MustBeOfOneSpan()
    {
        await IngestAsync(Of("web", Span(1, 1, name: "page")));
        await IngestAsync(Of("api", Span(1, 2, parent: 1, name: "call")));
        await IngestAsync(Of("web", Span(2, 1, name: "call")));

        (await FindAsync(new() { ServiceName = "web" })).ShouldBe([2, 1]);
        (await FindAsync(new() { ServiceName = "web", SpanName = "call" })).ShouldBe([2]);
        (await FindAsync(new() { ServiceName = "api", SpanName = "page" })).ShouldBeEmpty();
        (await FindAsync(new() { ServiceName = "nobody" })).ShouldBeEmpty();
        (await FindAsync(new() { SpanName = "call" })).ShouldBe([2, 1]);
    }

    [Fact]
    public async Task FindTraces_ServiceWithoutName_FindsThoseAlone()
    {
        await IngestAsync(Of(null, Span(1, 1)));
        await IngestAsync(Of("web", Span(2, 1)));

        (await FindAsync(new() { ServiceName = "" })).ShouldBe([1]);
    }

    [Fact]
    public async Task FindTraces_Window_IsOfStartsWithoutItsEnd()
    {
        await IngestAsync(Of("web", Span(1, 1), Span(2, 1, offsetMs: 10), Span(3, 1, offsetMs: 20)));

        (await FindAsync(new() { StartFromUnixNano = (long)Start + 10_000_000, StartBeforeUnixNano = (long)Start + 20_000_000 })).ShouldBe([2]);
    }

    [Fact]
    public async Task FindTraces_Limit_GivesTheNewest()
    {
        await IngestAsync(Of("web", Enumerable.Range(1, 30).Select(i => Span(i, 1, offsetMs: i))));

        (await FindAsync(new() { ServiceName = "web", Limit = 3 })).ShouldBe([30, 29, 28]);
        (await FindAsync(new() { ServiceName = "web", Limit = int.MaxValue })).Count.ShouldBe(30);
        (await FindAsync(new() { ServiceName = "web", Limit = -1 })).Count.ShouldBe(1);
    }

    [Fact]
    public async Task FindTraces_Duration_IsOfTheSpanThatMeetsTheRest()
    {
        await IngestAsync(Of("web", Span(1, 1, name: "page", durationMs: 100), Span(1, 2, parent: 1, name: "step", durationMs: 5)));
        await IngestAsync(Of("web", Span(2, 1, name: "step", durationMs: 50), Span(3, 1, name: "step", durationMs: -1)));

        (await FindAsync(new() { SpanName = "step", MinDurationNano = 50_000_000 })).ShouldBe([2]);
        (await FindAsync(new() { SpanName = "step", MaxDurationNano = 5_000_000 })).ShouldBe([1]);
        (await FindAsync(new() { MinDurationNano = 0 })).ShouldBe([2, 1]);
    }

    [Theory]
    [InlineData("text", "Grüße", 1)]
    [InlineData("whole", "42", 1)]
    [InlineData("truth", "true", 1)]
    [InlineData("fraction", "0.5", 1)]
    [InlineData("quoted", "LLM", 1)]
    [InlineData("quoted", "\"LLM\"", 1)]
    [InlineData("of.resource", "r", 1)]
    [InlineData("resource.of.resource", "r", 1)]
    [InlineData("resource.text", "Grüße", 0)]
    [InlineData("of.event", "e", 1)]
    [InlineData("of.link", "l", 0)]
    [InlineData("of.scope", "s", 1)]
    [InlineData("error", "true", 1)]
    [InlineData("error", "false", 0)]
    [InlineData("span.kind", "client", 1)]
    [InlineData("span.kind", "server", 0)]
    [InlineData("otel.status_code", "ERROR", 1)]
    [InlineData("otel.status_description", "it broke", 1)]
    [InlineData("otel.scope.name", "tests", 1)]
    [InlineData("otel.scope.version", "1.0", 1)]
    [InlineData("text", "grüße", 0)]
    [InlineData("missing", "x", 0)]
    [InlineData("text", null, 1)]
    [InlineData("happened", null, 1)]
    [InlineData("missing", null, 0)]
    public async Task FindTraces_Attribute_IsFoundWhereverItStands(string key, string? value, int found)
    {
        var span = Kind(Span(1, 1, status: Status.Types.StatusCode.Error), SpanKind.Client)
            .With("text", "Grüße").With("whole", new AnyValue { IntValue = 42 }).With("truth", new AnyValue { BoolValue = true })
            .With("fraction", new AnyValue { DoubleValue = 0.5 }).With("quoted", "\"LLM\"");
        span.Status.Message = "it broke";
        span.Events.Add(new Span.Types.Event { Name = "happened", Attributes = { Attribute("of.event", "e") } });
        span.Links.Add(new Span.Types.Link { TraceId = TraceId(9), SpanId = SpanId(9), Attributes = { Attribute("of.link", "l") } });
        var request = Of("api", span);
        request.ResourceSpans[0].Resource.Attributes.Add(Attribute("of.resource", "r"));
        request.ResourceSpans[0].ScopeSpans[0].Scope.Attributes.Add(Attribute("of.scope", "s"));
        await IngestAsync(request);

        (await FindAsync(new() { Attributes = [new(["nothing", key], value)] })).Count.ShouldBe(found);
    }

    [Fact]
    public async Task FindTraces_AttributesAndName_MustBeOfOneSpan()
    {
        await IngestAsync(Of("api", Span(1, 1, name: "a").With("x", "1"), Span(1, 2, parent: 1, name: "b").With("y", "2")));
        await IngestAsync(Of("api", Span(2, 1, name: "a").With("x", "1").With("y", "2")));

        (await FindAsync(new() { ServiceName = "api", SpanName = "a", Attributes = [new(["x"], "1")] })).ShouldBe([2, 1]);
        (await FindAsync(new() { SpanName = "a", Attributes = [new(["y"], "2")] })).ShouldBe([2]);
        (await FindAsync(new() { Attributes = [new(["x"], "1"), new(["y"], "2")] })).ShouldBe([2]);
        (await FindAsync(new() { ServiceName = "web", Attributes = [new(["x"], "1")] })).ShouldBeEmpty();
    }

    [Fact]
    public async Task FindTrace_ByOtlpId_ReadsEverySpelling()
    {
        var sent = Of("api", Span(1, 1));
        await IngestAsync(sent.Clone());
        var hex = TraceIdText(1)["tr-".Length..];

        (await Store.Services.FindTraceAsync(hex, CancellationToken.None)).ShouldNotBeNull().ResourceSpans.ShouldBe(sent.ResourceSpans);
        (await Store.Services.FindTraceAsync(hex.ToUpperInvariant(), CancellationToken.None)).ShouldNotBeNull();
        (await Store.Services.FindTraceAsync("1234", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task FindTrace_StoredUnderAnIdOfItsOwn_IsFoundByTheIdOfItsSpans()
    {
        await IngestAsync(Of("api", Span(1, 1).With("mlflow.traceRequestId", "\"own id\""), Span(2, 1)));
        var hex = TraceIdText(1)["tr-".Length..];

        (await Store.Services.FindTraceAsync(hex, CancellationToken.None)).ShouldNotBeNull().Info.TraceId.ShouldBe("own id");
        (await Store.Services.FindTraceAsync("own id", CancellationToken.None)).ShouldNotBeNull();

        await Store.Records.DeleteAsync(new TraceDeletion("0") { TraceIds = ["own id"] }, CancellationToken.None);

        (await Store.Services.FindTraceAsync(hex, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task FindSummaries_TraceOfSeveralServices_SumsItUp()
    {
        await IngestAsync(Of("web", Span(1, 1, name: "page", durationMs: 100)));
        await IngestAsync(Of(
            "api", Span(1, 2, parent: 1, offsetMs: 5, status: Status.Types.StatusCode.Error), Span(1, 3, parent: 77, offsetMs: -5, durationMs: 500)));
        await IngestAsync(Of(null, Span(2, 9, parent: 8, name: "late", offsetMs: 50, durationMs: -1), Span(2, 10, parent: 9, name: "later", offsetMs: 60, durationMs: -1)));

        var found = await Store.Services.FindSummariesAsync(new(), CancellationToken.None).WaitAsync(Patience);

        found.Select(summary => summary with { Services = [] }).ShouldBe(
        [
            new TraceSummary(TraceIdText(2), "", "late", (long)Start + 50_000_000, null, 1, []),
            new TraceSummary(TraceIdText(1), "web", "page", (long)Start - 5_000_000, (long)Start + 495_000_000, 1, []),
        ]);
        found[0].Services.ShouldBe([new ServiceShare("", 2, 0)]);
        found[1].Services.ShouldBe([new ServiceShare("api", 2, 1), new ServiceShare("web", 1, 0)]);
    }

    [Fact]
    public async Task ReadCalls_SpansBelowAnotherService_AreCountedWithErrors()
    {
        await IngestAsync(Of("web", Span(1, 1), Span(2, 1), Span(3, 1, offsetMs: 60_000)));
        await IngestAsync(Of(
            "api", Span(1, 2, parent: 1), Span(1, 3, parent: 2), Span(2, 2, parent: 1, status: Status.Types.StatusCode.Error), Span(3, 2, parent: 1, offsetMs: 60_000)));
        await IngestAsync(Of(null, Span(1, 4, parent: 3)));
        await IngestAsync(Of("lost", Span(1, 5, parent: 99)));

        (await CallsAsync()).ShouldBe([new("api", "", 1, 0), new("web", "api", 3, 1)]);
        (await CallsAsync((long)Start + 1)).ShouldBe([new("web", "api", 1, 0)]);
    }

    protected static ExportTraceServiceRequest Of(string? service, params IEnumerable<Span> spans)
    {
        var request = Request(spans);
        request.ResourceSpans[0].Resource.Attributes.Clear();
        if (service is not null)
        {
            request.ResourceSpans[0].Resource.Attributes.Add(Attribute("service.name", service));
        }

        return request;
    }

    protected Task<IReadOnlyList<ServiceOperation>> ListOperationsAsync(string service) =>
        Store.Services.ListOperationsAsync(service, [], CancellationToken.None).WaitAsync(Patience);

    protected Task<IReadOnlyList<string>> ListServicesAsync() => Store.Services.ListServicesAsync([], CancellationToken.None).WaitAsync(Patience);

    protected static Span Kind(Span span, SpanKind kind)
    {
        span.Kind = kind;
        return span;
    }

    private Task<IReadOnlyList<ServiceCall>> CallsAsync(long from = 0) =>
        Store.Services.ReadCallsAsync(from, long.MaxValue, [], CancellationToken.None).WaitAsync(Patience);

    protected async Task<List<int>> FindAsync(ServiceTraceQuery query)
    {
        var found = await Store.Services.FindTracesAsync(query, CancellationToken.None).WaitAsync(Patience);
        return [.. found.Select(info => Convert.ToInt32(info.TraceId[^8..], 16))];
    }
}
