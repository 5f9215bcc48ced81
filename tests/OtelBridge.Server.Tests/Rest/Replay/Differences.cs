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

        // Traces: what the spans say is read in full.
        new(Any, Info + "/tags/mlflow.traceName", "A trace without a record of its client has the name of its root."),
        new("otlp_.*", Info + "/trace_metadata/mlflow.trace.(session|user)", "Session and user of other dialects are read too."),
        new("otlp_dialects:(21|22|23)", Info + "/trace_metadata/mlflow.trace.tokenUsage/.*", "Usage of a span below one with a usage is not counted twice."),
        new("otlp_genai:(3|4|11|28)", Info + "/trace_metadata/mlflow.trace.tokenUsage/.*", "A usage of input tokens alone counts."),
        new("otlp_genai:4", ".*/attributes.key./mlflow.chat.tokenUsage", "A usage of input tokens alone counts."),
        new("otlp_dialects:(4|13)", ".*/attributes.key./mlflow.span(Inputs|Outputs)", "Inputs and outputs that come in several attributes are put together."),
        new("otlp_.*", Info + "/execution_duration", "The duration is cut to milliseconds, not start and end each."),
        new("otlp_genai:(9|10|11|28)", Info + "/state", "A span whose parent is in another process speaks for the trace, which is finished when that span is."),
        new("errors:(28|29|30)", Info + "/(state|execution_duration)", "A root that has not ended leaves its trace in progress, and without a duration."),
        new("otlp_genai:20", Status, "A trace id that comes in quotes is the id, not its quotes."),
        new("otlp_dialects:7", ".*/attributes.key./mlflow.spanType", "OpenLLMetry's kind of request tells the type of its model calls."),
        new("otlp_genai:28", "/json/traces/[4-7](/.*)?", "One trace more is listed, the one that came in gzip, and those behind it stand one place later."),
        new("errors:(41|45)", "/json/traces/[1-5](/.*)?", "Of traces that started at one time the newest is first; spans without ids make none."),
        new("errors:47", "/json/(traces/[1-5]|next_page_token)", "1.5 results are one."),
        new("v2_endpoints:(43|46|55)", Info + "/(request_preview|response_preview|tags(.key.)?/mlflow.trace.spansLocation)", "Spans that came as a file are spans: they give previews, and can be read as others."),
        new("tags:(26|27|28|29)", Info + "/tags/long", "A tag of 8,000 characters is given back whole."),

        // Traces: what a client says of them.
        new("errors:69|v2_endpoints:31", Status, "Without an experiment it is Default, as for spans."),
        new("errors:(72|86)", Status, "What a client may do does not fail."),
        new("errors:(78|108)", Info + "/.*", "What did not fail has had its effect."),
        new("errors:(74|75)", Status, "A time or state that cannot be read is refused; MLflow takes 1970 and loses what stands behind it."),
        new("errors:79|artifacts:(11|13)|v2_endpoints:13", "status|/json/traces", "A trace of which no spans are known, nor announced, is given with its record."),
        new("artifacts:9", "/json/spans/0", "Spans that came as a file are spans."),
        new("artifacts:7", "/json/spans/0/parent_span_id", "The file is made from the stored spans: a root has no parent."),
        new("artifacts:8", "/json/files/0/file_size", "The file is made when it is asked for."),
        new("artifacts:(20|35|37)", "/json/files", "Only traces.json is kept, and listed in its own folder."),
        new("artifacts:(21|22|23|24|30|31|41)", Status, "Only traces.json is kept; other files need an artifact location of their own."),
        new("artifacts:16", Status, "The web server has resolved '..' before anyone sees it, and the place it leads to is not there."),

        // OTLP.
        new("otlp_genai:16|errors:23", Status, "gzip is accepted."),
        new("otlp_genai:17", Status, "gzip is accepted, so its trace is there."),
        new("errors:(15|16)", Status, "A foreign content type is 415."),
        new("errors:(10|20|21)", Status, "Spans without an experiment go to Default, and a request without spans is a request."),
        new("errors:(17|18)", Status, "A content type with parameters and OTLP/JSON are accepted."),
        new("errors:(112|114|116)", Status, "Refused spans are told of with 200 and partialSuccess, as the specification wants it."),
        new("errors:115", Status, "Spans with an empty experiment go to Default."),

        // Errors.
        new("errors:(26|27|66)", Status, "405 where the path is known, 404 where it is not."),
        new("version_health:7", Status, "404 for methods of /health that it does not have."),
        new("errors:62", Status, "A body that is no object is the caller's mistake, not ours."),
        new("errors:(84|85)", Status, "A missing parameter is the caller's mistake, not ours."),
        new("errors:(68|111)|v2_endpoints:34", "/json/error_code", "A missing parameter is an invalid one, not the database's complaint."),
        new("v2_endpoints:35", "/json/error_code", "What is not there does not exist."),
        new("v2_endpoints:(8|9)", Status, "An unknown or missing status is the caller's mistake, not ours."),
        new("experiments:8", Status, "An id that is no number is the caller's mistake, not ours."),
        new("experiments:40", Status, "A deleted experiment is a reason to refuse, not a failure to repeat for minutes."),
        new("experiments:19", "/json/error_code", "A name that is taken is told of in the same words as at creation."),
        new("artifacts:(14|26)|v2_endpoints:47", Status, "A file that is not there is 404; clients repeat a 500 for minutes."),
        new("search_traces:(96|104|105)", Status, "OR, NOT and parentheses are part of the filter language."),
        new("search_traces:(65|66|67)", "/json/traces", "span.attributes compares the value, not a pattern in the span's text."),
        new("(search_traces|v2_endpoints|experiments|runs):.*", "/json/next_page_token", "The last page has no token, however full it is."),
        new("correlation:35", Status, "A text in the place of a list is refused."),

        // Experiments and runs.
        new("experiments:.*|version_health:.*", "/json/experiments?(/[0-9]+)?/(creation_time|last_update_time)", "The experiment Default is as old as the store."),
        new("runs:.*|run_link:.*|artifacts:.*", "/json/run/outputs", "A new run has the same form as one that is read."),
        new("runs:.*", "/json/run(s/[0-9]+)?/data/metrics.key./inf/value", "Infinity stays infinity."),
    ];
}
