namespace OtelBridge.Attributes;

/// <summary>Attribute, tag and metadata keys of MLflow 3.6, and the few of our own that lift trace-level facts.</summary>
/// <remarks>Source: MLflow's tracing constants (3.6 line). Keys that are ours say so.</remarks>
public static class MlflowKeys
{
    /// <summary>MLflow trace id of the span, as plain text (<c>tr-…</c>).</summary>
    public const string TraceRequestId = "mlflow.traceRequestId";

    /// <summary>Experiment the trace belongs to; on the root span only.</summary>
    public const string ExperimentId = "mlflow.experimentId";

    /// <summary>Span type, see <see cref="OtelBridge.SpanType"/>; plain text.</summary>
    public const string SpanType = "mlflow.spanType";

    /// <summary>Inputs of the span as JSON text.</summary>
    public const string SpanInputs = "mlflow.spanInputs";

    /// <summary>Outputs of the span as JSON text.</summary>
    public const string SpanOutputs = "mlflow.spanOutputs";

    /// <summary>Name of the traced function.</summary>
    public const string SpanFunctionName = "mlflow.spanFunctionName";

    /// <summary>Tool definitions offered to a chat model, JSON text in OpenAI's form.</summary>
    public const string ChatTools = "mlflow.chat.tools";

    /// <summary>Token usage of one model call: JSON object of <see cref="InputTokens"/>, <see cref="OutputTokens"/>, <see cref="TotalTokens"/>.</summary>
    public const string ChatTokenUsage = "mlflow.chat.tokenUsage";

    /// <summary>Member of <see cref="ChatTokenUsage"/> and <see cref="TraceTokenUsage"/>.</summary>
    public const string InputTokens = "input_tokens";

    /// <summary>Member of <see cref="ChatTokenUsage"/> and <see cref="TraceTokenUsage"/>.</summary>
    public const string OutputTokens = "output_tokens";

    /// <summary>Member of <see cref="ChatTokenUsage"/> and <see cref="TraceTokenUsage"/>.</summary>
    public const string TotalTokens = "total_tokens";

    /// <summary>Member of <see cref="ChatTokenUsage"/> in MLflow after 3.6: tokens of the prompt that the provider had in its cache.</summary>
    public const string CacheReadInputTokens = "cache_read_input_tokens";

    /// <summary>Member of <see cref="ChatTokenUsage"/> in MLflow after 3.6: tokens of the prompt that the provider put into its cache.</summary>
    public const string CacheCreationInputTokens = "cache_creation_input_tokens";

    /// <summary>Ours. Member of <see cref="ChatTokenUsage"/>: tokens of the completion that the model thought and did not say.</summary>
    public const string ReasoningTokens = "reasoning_tokens";

    /// <summary>What one model call cost, in MLflow after 3.6: JSON object with <see cref="TotalCost"/>.</summary>
    public const string LlmCost = "mlflow.llm.cost";

    /// <summary>Member of <see cref="LlmCost"/>.</summary>
    public const string TotalCost = "total_cost";

    /// <summary>Member of <see cref="LlmCost"/> and <see cref="TraceCost"/>: all input tokens, those of the cache included.</summary>
    public const string InputCost = "input_cost";

    /// <summary>Member of <see cref="LlmCost"/> and <see cref="TraceCost"/>: all output tokens, reasoning included.</summary>
    public const string OutputCost = "output_cost";

    /// <summary>Ours. Member of <see cref="LlmCost"/>: the part of the input cost that is for tokens read from the provider's cache.</summary>
    public const string CacheReadCost = "cache_read_cost";

    /// <summary>Ours. Member of <see cref="LlmCost"/>: the part of the input cost that is for tokens put into the provider's cache.</summary>
    public const string CacheWriteCost = "cache_write_cost";

    /// <summary>Ours. Member of <see cref="LlmCost"/>: the part of the output cost that is for reasoning.</summary>
    public const string ReasoningCost = "reasoning_cost";

    /// <summary>The model of a call, in MLflow after 3.6.</summary>
    public const string LlmModel = "mlflow.llm.model";

    /// <summary>The provider of a call's model, in MLflow after 3.6.</summary>
    public const string LlmProvider = "mlflow.llm.provider";

    /// <summary>Flavour of the messages in inputs and outputs (<c>openai</c>, <c>anthropic</c>, …).</summary>
    public const string MessageFormat = "mlflow.message.format";

    /// <summary>Trace tag: name of the root span.</summary>
    public const string TraceName = "mlflow.traceName";

    /// <summary>Trace tag: where files that belong to the trace lie, <c>mlflow-artifacts:/EXPERIMENT/traces/TRACE/artifacts</c>.</summary>
    public const string ArtifactLocation = "mlflow.artifactLocation";

    /// <summary>Run tag: the run that this one is a part of.</summary>
    public const string ParentRunId = "mlflow.parentRunId";

    /// <summary>Run tag: name of the run, the same as its own.</summary>
    public const string RunName = "mlflow.runName";

    /// <summary>Trace tag: where the spans are, <see cref="TrackingStore"/> or <see cref="ArtifactRepo"/>.</summary>
    public const string SpansLocation = "mlflow.trace.spansLocation";

    /// <summary>Value of <see cref="SpansLocation"/>: in the store, for <c>batchGet</c>.</summary>
    public const string TrackingStore = "TRACKING_STORE";

    /// <summary>Value of <see cref="SpansLocation"/>: in the file <c>traces.json</c> at <see cref="ArtifactLocation"/>.</summary>
    public const string ArtifactRepo = "ARTIFACT_REPO";

    /// <summary>Trace metadata: the form of the trace's JSON, <c>2</c> or <c>3</c>.</summary>
    public const string TraceSchemaVersion = "mlflow.trace_schema.version";

    /// <summary>Beginning of the keys that say something of the whole trace.</summary>
    public const string TracePrefix = "mlflow.trace.";

    /// <summary>Trace metadata: session (conversation) of the trace.</summary>
    public const string TraceSession = "mlflow.trace.session";

    /// <summary>Trace metadata: user of the trace.</summary>
    public const string TraceUser = "mlflow.trace.user";

    /// <summary>Trace metadata: sum of token usage, JSON text.</summary>
    public const string TraceTokenUsage = "mlflow.trace.tokenUsage";

    /// <summary>Trace metadata, in MLflow after 3.6: sum of cost, JSON text with the members of <see cref="LlmCost"/>.</summary>
    public const string TraceCost = "mlflow.trace.cost";

    /// <summary>Ours. Member of <see cref="TraceCost"/>: how many spans used tokens that are not in the sum, for no price is known. Absent: none.</summary>
    public const string UnpricedSpans = "unpriced_spans";

    /// <summary>Trace metadata: how large the trace is and how many spans it has, JSON text.</summary>
    public const string TraceSizeStats = "mlflow.trace.sizeStats";

    /// <summary>Trace metadata: size of the trace in bytes, decimal text.</summary>
    public const string TraceSizeBytes = "mlflow.trace.sizeBytes";

    /// <summary>Trace metadata: inputs of the root span as JSON text, cut.</summary>
    public const string TraceInputs = "mlflow.traceInputs";

    /// <summary>Trace metadata: outputs of the root span as JSON text, cut.</summary>
    public const string TraceOutputs = "mlflow.traceOutputs";

    /// <summary>Trace metadata: run the trace was made in.</summary>
    public const string SourceRun = "mlflow.sourceRun";

    /// <summary>Attribute of the root span of a trace that was logged as a whole: what came of its steps, an object.</summary>
    public const string TraceIntermediateOutputs = "mlflow.trace.intermediate_outputs";

    /// <summary>Trace metadata: the logged model that the trace used.</summary>
    public const string ModelId = "mlflow.modelId";

    /// <summary>Trace metadata and run tag: who made it; not the client's to change on a trace.</summary>
    public const string User = "mlflow.user";

    /// <summary>Ours. Root span attribute lifted to the trace's state, <c>OK</c> or <c>ERROR</c>, whatever the span's status is.</summary>
    public const string TraceState = "mlflow.trace.state";

    /// <summary>Ours. Root span attribute lifted to the trace's client request id.</summary>
    public const string TraceClientRequestId = "mlflow.trace.clientRequestId";

    /// <summary>Ours. Trace metadata: the caller's own id of the trace, where it is longer than a client request id may be.</summary>
    public const string TraceClientRequestIdWhole = "mlflow.trace.clientRequestId.whole";

    /// <summary>Ours. Root span attribute lifted to the trace's request preview.</summary>
    public const string TraceRequestPreview = "mlflow.trace.requestPreview";

    /// <summary>Ours. Root span attribute lifted to the trace's response preview.</summary>
    public const string TraceResponsePreview = "mlflow.trace.responsePreview";

    /// <summary>Ours. Prefix of root span attributes lifted to trace tags: <c>mlflow.trace.tag.KEY</c>.</summary>
    public const string TraceTagPrefix = "mlflow.trace.tag.";

    /// <summary>Ours. Prefix of root span attributes lifted to trace metadata: <c>mlflow.trace.metadata.KEY</c>.</summary>
    public const string TraceMetadataPrefix = "mlflow.trace.metadata.";

    /// <summary>Event of one streamed chunk: this prefix and the zero-based index.</summary>
    public const string ChunkEventPrefix = "mlflow.chunk.item.";

    /// <summary>Attribute of a chunk event: the chunk as JSON text.</summary>
    public const string ChunkValue = "mlflow.chunk.value";

    /// <summary>Ours. Span attribute: how many items a stream yielded until it ended.</summary>
    public const string ChunkCount = "mlflow.chunk.count";

    /// <summary>Ours. Span attribute: how many of the items have no event, because the bound of their number or of their size was reached.</summary>
    public const string ChunksLeftOut = "mlflow.chunk.leftOut";

    /// <summary>Ours. Span attribute: true where the consumer of a streamed answer left it before its end.</summary>
    public const string StreamAbandoned = "mlflow.stream.abandoned";

    /// <summary>Ours. Name of the event on the span of an agent that hands over to another.</summary>
    public const string HandOffEvent = "handoff";

    /// <summary>Ours. Attribute of <see cref="HandOffEvent"/>: the agent that hands over.</summary>
    public const string HandOffFrom = "mlflow.handoff.from";

    /// <summary>Ours. Attribute of <see cref="HandOffEvent"/>: the agent that is handed over to.</summary>
    public const string HandOffTo = "mlflow.handoff.to";

    /// <summary>HTTP header and gRPC metadata key that names the experiment of the spans in a request.</summary>
    public const string ExperimentHeader = "x-mlflow-experiment-id";

    /// <summary>HTTP header and gRPC metadata key that names the workspace of a request.</summary>
    public const string WorkspaceHeader = "x-mlflow-workspace";

    /// <summary>Ours. HTTP header of our server's answers to spans: it reads what they say of the whole trace, and wants no record of it.</summary>
    public const string ServerHeader = "x-otelbridge-server";
}
