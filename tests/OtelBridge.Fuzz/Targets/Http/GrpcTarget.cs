using Google.Protobuf;
using OtelBridge.Fuzz.Targets.Spans;
using OtelBridge.Grpc;
using OtelBridge.Server.Hosting;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Fuzz.Targets.Http;

/// <summary>Every method of the gRPC services, OTLP's and tracking.</summary>
/// <remarks>The body of an input is the message; its frame is put around it.</remarks>
internal sealed class GrpcTarget : HttpTarget
{
    private static readonly Lazy<IReadOnlyList<(string Method, string Path)>> AllRoutes = new(Find);

    public override string Name => "grpc";

    public override string What => "every method of the gRPC services with any message";

    public override IReadOnlyList<string> Words { get; } = [.. WordLists.Filter, .. WordLists.Attributes, .. Values];

    public override IEnumerable<byte[]> Seeds =>
    [
        .. SpanSeeds.Protobuf.Select(static message => Call(TraceServiceMethods.Export.Path, message)),
        Call("SearchTraces", new SearchTracesRequest { ExperimentIds = { "0" }, Filter = "status = 'OK'", MaxResults = 5, OrderBy = { "name" } }),
        Call("GetTrace", new GetTraceRequest { TraceId = Values[0] }),
        Call("CountTraces", new CountTracesRequest { Filter = "name LIKE '%a%'" }),
        Call("SetTraceTag", new SetTraceTagRequest { TraceId = Values[0], Key = "a", Value = "b" }),
        Call("StartTrace", new StartTraceRequest { Record = new TraceRecord { TraceId = "tr-x", StartTimeUnixNano = 5, DurationNano = 6, State = TraceState.Ok, Tags = { { "a", "b" } }, RequestPreview = "x" } }),
        Call("CreateAssessment", new CreateAssessmentRequest { Assessment = new Assessment { TraceId = Values[0], Name = "good", SourceType = AssessmentSourceType.Human, SourceId = "me", Feedback = new Feedback { Value = "true" } } }),
        Call("CreateExperiment", new CreateExperimentRequest { Name = "x", Tags = { { "a", "b" } } }),
        Call("SearchExperiments", new SearchExperimentsRequest { MaxResults = 2 }),
        Call("CreateRun", new CreateRunRequest { ExperimentId = "0" }),
    ];

    protected override ListenerRole Listener => ListenerRole.Grpc;

    protected override IEnumerable<(string Method, string Path)> Routes => AllRoutes.Value;

    public override string Run(ReadOnlySpan<byte> input)
    {
        var request = RequestText.Parse(input);
        var frame = new byte[GrpcFrame.HeaderSize + request.Body.Length];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)request.Body.Length);
        request.Body.Span.CopyTo(frame.AsSpan(GrpcFrame.HeaderSize));
        return base.Run(Text("POST", request.Target, [("content-type", GrpcHeaders.ContentType), ("te", "trailers"), .. request.Headers.Where(static header => !header.Name.Equals("content-type", StringComparison.OrdinalIgnoreCase))], frame));
    }

    protected override void Check(HttpAnswer answer)
    {
        var status = answer.Headers[GrpcHeaders.Status].Concat(answer.Trailers[GrpcHeaders.Status]).ToList();
        Promise(answer.StatusCode != 200 || status is [{ Length: > 0 }], "A call ends with one status.");
        Promise(status is not ["13"] and not ["2"] || answer.Headers[GrpcHeaders.Message].ToString() is var message && !message.Contains("log%20says", StringComparison.Ordinal) && !message.Contains("log says", StringComparison.Ordinal), "The status is no fault of the server.");
    }

    private static byte[] Call(string method, IMessage message) => Call(AllRoutes.Value.First(route => route.Path.EndsWith("/" + method, StringComparison.Ordinal)).Path, message.ToByteArray());

    private static byte[] Call(string path, byte[] message) => Text("POST", path, [], message);

    private static IReadOnlyList<(string Method, string Path)> Find()
    {
        using var server = new ServerInMemory();
        return [.. server.Routes.Select(static route => route.RoutePattern.RawText ?? "").Where(static path => path.Split('/') is ["", var service, _] && service.Contains('.', StringComparison.Ordinal)).Select(static path => ("POST", path))];
    }
}
