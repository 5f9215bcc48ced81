using OtelBridge.Otlp;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Masking;

/// <summary>Puts one secret into every field that a store has, and looks for it.</summary>
internal static class SecretStore
{
    public const string Secret = "jane.secret@example.org";

    /// <summary>A word of it that stands alone in indexes.</summary>
    public const string Word = "jane";

    private const string Said = $"it is {Secret}";

    /// <summary>Spans of one trace that say it everywhere; with tags and previews from the root.</summary>
    public static ExportTraceServiceRequest Spans(int trace, bool ended = true)
    {
        var root = Span(trace, 1, name: $"ask {Secret}", durationMs: ended ? 10 : -1, status: Status.Types.StatusCode.Error)
            .With("mlflow.spanInputs", $$"""{"messages":[{"role":"user","content":"{{Said}}"}]}""")
            .With("mlflow.spanOutputs", $"\"{Said}\"")
            .With("mlflow.trace.session", Secret)
            .With("session.id", Secret)
            .With("mlflow.trace.tag.who", Secret)
            .With("mlflow.trace.metadata.whom", Secret)
            .With("mlflow.trace.clientRequestId", Secret)
            .With("gen_ai.request.model", Secret)
            .With("map", new AnyValue { KvlistValue = new KeyValueList { Values = { Attribute("deep", new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { StringValue = Said } } } }) } } })
            .With("bytes", new AnyValue { BytesValue = Google.Protobuf.ByteString.CopyFromUtf8(Said) });
        root.Status.Message = Said;
        root.TraceState = $"v={Secret}";
        root.Events.Add(new Span.Types.Event
        {
            Name = Said,
            TimeUnixNano = root.StartTimeUnixNano,
            Attributes = { Attribute("exception.type", Secret), Attribute("exception.message", Said), Attribute("exception.stacktrace", Said) },
        });
        root.Links.Add(new Span.Types.Link { TraceId = TraceId(99), SpanId = SpanId(9), Attributes = { Attribute("from", Said) } });
        var request = Request(root, Span(trace, 2, 1, "step").With("note", new string('x', 300) + Said));
        request.ResourceSpans[0].Resource.Attributes[0].Value = new AnyValue { StringValue = $"service of {Secret}" };
        request.ResourceSpans[0].Resource.Attributes.Add(Attribute("host.name", Said));
        request.ResourceSpans[0].ScopeSpans[0].Scope.Name = Said;
        return request;
    }

    /// <summary>What clients say of a trace.</summary>
    public static TraceRecord Record(int trace) => new()
    {
        TraceId = TraceIdText(trace),
        RequestPreview = Said,
        ResponsePreview = Said,
        Tags = { ["mlflow.traceName"] = Said, ["mail"] = Secret },
        Metadata = { ["mlflow.trace.user"] = Secret, ["long"] = new string('y', 200) + Said },
        Assessments = { Feedback(trace) },
    };

    public static Assessment Feedback(int trace) => new()
    {
        TraceId = TraceIdText(trace),
        Name = "quality",
        SourceType = AssessmentSourceType.Human,
        SourceId = Secret,
        Feedback = new Feedback { Value = $"\"{Said}\"", Error = new AssessmentError { ErrorMessage = Said, StackTrace = Said } },
        Rationale = Said,
        Metadata = { ["why"] = Said },
    };

    /// <summary>Says it in every way that a store has.</summary>
    public static async Task FillAsync(ITraceStore store, int firstTrace = 1)
    {
        var ingestor = new TraceIngestor(store);
        await ingestor.IngestAsync(Spans(firstTrace), null, CancellationToken.None);
        await store.Records.PutAsync(Record(firstTrace), CancellationToken.None);
        await store.Records.SetTagAsync(TraceIdText(firstTrace), "set", Secret, CancellationToken.None);
        await store.Records.ChangeTagAsync(TraceIdText(firstTrace), "changed", null, Secret, CancellationToken.None);
        var made = await store.Assessments.CreateAsync(new Assessment(Feedback(firstTrace)) { Name = "made" }, CancellationToken.None);
        await store.Assessments.UpdateAsync(new Assessment(made) { Rationale = Said }, ["rationale"], CancellationToken.None);
        await store.Records.PutAsync(Record(firstTrace + 1), CancellationToken.None); // a trace without spans
        var run = await store.Runs.CreateAsync(new CreateRunRequest { ExperimentId = "0", Name = Said, UserId = Secret, Tags = { ["t"] = Secret } }, CancellationToken.None);
        await store.Runs.LogAsync(new LogRunBatchRequest { RunId = run.RunId, Params = { ["p"] = Secret }, Tags = { ["u"] = Secret } }, CancellationToken.None);
        await store.Runs.UpdateAsync(new UpdateRunRequest { RunId = run.RunId, Name = Said }, CancellationToken.None);
        await store.Experiments.SetTagAsync("0", "owner", Secret, CancellationToken.None);
        await store.Experiments.CreateAsync($"experiment {firstTrace}", new Dictionary<string, string> { ["owner"] = Secret }, CancellationToken.None);
    }

    /// <summary>All that a store says to who reads it, as text.</summary>
    public static async Task<string> SaidAsync(ITraceStore store)
    {
        var traces = await store.Reader.ListTracesAsync(500, string.Empty, CancellationToken.None);
        var whole = await store.Reader.GetTracesAsync([.. traces.Items.Select(static trace => trace.TraceId)], CancellationToken.None);
        var experiments = await store.Experiments.SearchAsync(new SearchExperimentsRequest { MaxResults = 100, View = LifecycleView.All }, CancellationToken.None);
        var runs = await store.Runs.SearchAsync(
            new SearchRunsRequest { MaxResults = 100, ExperimentIds = { experiments.Items.Select(static experiment => experiment.ExperimentId) }, View = LifecycleView.All }, CancellationToken.None);
        var services = await store.Services.ListServicesAsync([], CancellationToken.None);
        return string.Join('\n', [.. whole.Select(Plain), .. experiments.Items.Select(Plain), .. runs.Items.Select(Plain), .. services]);
    }

    public static async Task<long> CountAsync(ITraceStore store, string filter) => await store.Reader.CountTracesAsync([], filter, CancellationToken.None);

    // Bytes as text, so that they hide nothing.
    private static string Plain(Google.Protobuf.IMessage message) =>
        message + (message is Trace trace ? string.Concat(trace.ResourceSpans.AllSpans().SelectMany(static span => span.Attributes).Select(static a => a.Value?.BytesValue.ToStringUtf8())) : "");
}
