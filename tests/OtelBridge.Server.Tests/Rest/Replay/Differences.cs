namespace OtelBridge.Server.Tests.Rest.Replay;

/// <summary>Every way in which our answers to the recorded requests are meant to differ from MLflow's. What is not here is a defect.</summary>
internal static class Differences
{
    private const string Any = ".*";
    private const string Status = "status";

    // Where the record of a trace stands: alone, with its spans, or in a list.
    private const string Info = "/json/(trace/trace_info|traces/[0-9]+/trace_info|traces/[0-9]+)";

    public static IReadOnlyList<Difference> All { get; } =
    [
        new(Any, "text", "GET /version says which MLflow the server is compatible with."),

        // Better than MLflow's.
        new("otlp_.*|errors:.*|search_traces:.*|trace_nested:.*", Info + "/tags/mlflow.traceName", "A trace without a record of its client has the name of its root."),
        new("otlp_(dialects|genai):.*", Info + "/trace_metadata/mlflow.trace.(session|user)", "Session and user of other dialects are read too."),
        new("otlp_dialects:(21|22)", Info + "/trace_metadata/mlflow.trace.tokenUsage/.*", "Usage of a span below one with a usage is not counted twice."),
        new("otlp_genai:(3|4)", Info + "/trace_metadata/mlflow.trace.tokenUsage/.*", "A usage of input tokens alone counts."),
        new("otlp_genai:4", ".*/attributes.key./mlflow.chat.tokenUsage", "A usage of input tokens alone counts."),
        new("otlp_dialects:(4|13)", ".*/attributes.key./mlflow.span(Inputs|Outputs)", "Inputs and outputs that come in several attributes are put together."),
        new("otlp_genai:(9|10|28)", Info + "/state", "A span whose parent is in another process speaks for the trace, which is finished when that span is."),
        new("otlp_genai:16|errors:23", Status, "gzip is accepted."),
        new("otlp_genai:17", Status, "gzip is accepted, so its trace is there."),
        new("otlp_genai:28", "/json/traces/[0-9]+(/.*)?", "Listed among the others: the trace that came in gzip."),
        new("errors:(15|16)", Status, "OTLP answers 415 to a foreign content type."),
        new("errors:(10|20|21)", Status, "OTLP: spans without an experiment go to Default, and a request without spans is a request."),
        new("errors:(17|18)", Status, "OTLP: a content type with parameters and OTLP/JSON are accepted."),
        new("errors:(112|114|116)", Status, "OTLP tells of refused spans with 200 and partialSuccess, as the specification wants it."),
        new("errors:(26|27|66)", Status, "405 where the path is known, 404 where it is not."),
        new("errors:62", Status, "A body that is no object is the caller's mistake, not ours."),
        new("errors:(74|75)", Status, "A time or state that cannot be read is refused; MLflow takes 1970 and loses what stands behind it."),
        new("experiments:8", Status, "An id that is no number is the caller's mistake, not ours."),
        new("artifacts:(14|26)|v2_endpoints:47", Status, "A file that is not there is 404; clients repeat a 500 for minutes."),
        new("artifacts:(21|22|23|24|30|31|41)", Status, "Only traces.json is kept; other files need an artifact location of their own."),
        new("artifacts:16", Status, "The web server has resolved '..' before anyone sees it, and the place it leads to is not there."),
    ];
}
