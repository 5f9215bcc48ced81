using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Interop.Tests.Viewers;

/// <summary>Each point of the checklist, missed once: it is named, and nothing else is.</summary>
public sealed class PictureChecklistTests
{
    private const int AttributeLimit = 100;

    private static readonly (string Problem, Action<ExportTraceServiceRequest, Span, Span> Spoil)[] Points =
    [
        ("service.name is not set", (request, _, _) => request.ResourceSpans[0].Resource.Attributes.Clear()),
        ("service.name was left to 'unknown_service:dotnet'", (request, _, _) => request.ResourceSpans[0].Resource.Attributes[0].Value.StringValue = "unknown_service:dotnet"),
        ("the root 'agent' is Client, not Server or Internal", (_, root, _) => root.Kind = Span.Types.SpanKind.Client),
        ("the root's name 'agent 7f3a9c21d4' is another one for every trace", (_, root, _) => root.Name = "agent 7f3a9c21d4"),
        ("the root's name 'order 20260117' is another one for every trace", (_, root, _) => root.Name = "order 20260117"),
        ("'chat' calls a model and is Internal, not Client", (_, _, chat) => chat.Kind = Span.Types.SpanKind.Internal),
        ("'chat' calls a model and names neither peer.service nor server.address", (_, _, chat) => chat.Attributes.RemoveAt(1)),
        ("'chat' failed without a description", (_, _, chat) => chat.Status.Message = string.Empty),
        ("'chat' failed without an exception event", (_, _, chat) => chat.Events.Clear()),
        ("'agent' says error=false, which Zipkin shows as failed", (_, root, _) => root.With("error", new AnyValue { BoolValue = false })),
        ("'agent' says error=false, which Zipkin shows as failed", (_, root, _) => root.With("error", "false")),
        ("'long' of 'agent' has 102 bytes, more than 100", (_, root, _) => root.With("long", new string('é', 51))),
        ("'chat' lasts no microsecond and would show as 0", (_, _, chat) => chat.EndTimeUnixNano = chat.StartTimeUnixNano + 999),
        ("'agent' has no trace id of 128 bits", (_, root, _) => root.TraceId = root.SpanId),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Points.Length)];

    [Fact]
    public void Problems_OfAGoodTrace_AreNone() => PictureChecklist.Problems(Good(), AttributeLimit).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Problems_WithOnePointMissed_NameIt(int point)
    {
        var request = Good();
        var spans = request.ResourceSpans[0].ScopeSpans[0].Spans;

        Points[point].Spoil(request, spans[0], spans[1]);

        PictureChecklist.Problems(request, AttributeLimit).ShouldBe([Points[point].Problem]);
    }

    [Fact]
    public void Problems_OfARequestAboveTheLimit_NameIt()
    {
        var request = Good();
        request.ResourceSpans[0].ScopeSpans[0].Spans[0].With("long", new string('x', PictureChecklist.RequestLimit));

        PictureChecklist.Problems(request, int.MaxValue).ShouldBe(["the request is larger than receivers take"]);
    }

    private static ExportTraceServiceRequest Good()
    {
        var root = OtlpSamples.Span(1, 1, name: "agent");
        root.Kind = Span.Types.SpanKind.Internal;
        var chat = OtlpSamples.Span(1, 2, parent: 1, name: "chat").With("mlflow.spanType", SpanType.ChatModel).With("peer.service", "openai");
        chat.Kind = Span.Types.SpanKind.Client;
        chat.Status = new Status { Code = Status.Types.StatusCode.Error, Message = "too slow" };
        chat.Events.Add(new Span.Types.Event { Name = "exception", TimeUnixNano = OtlpSamples.Start });
        return OtlpSamples.Request(root, chat);
    }
}
