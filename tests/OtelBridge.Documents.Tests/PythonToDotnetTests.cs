using OtelBridge.Documents.Tests.Markdown;

namespace OtelBridge.Documents.Tests;

/// <summary>docs/python-to-dotnet.md has a row for every public function of MLflow's tracing, and the .NET side of each row is compiled and run here.</summary>
/// <remarks>The code of a row is the snippet <c>row:FUNCTION</c>; <c>OTELBRIDGE_ACCEPT_DOCUMENTS=1</c> writes it into the table.</remarks>
public sealed class PythonToDotnetTests
{
    internal const string RowPrefix = "row:";

    private const string Path = "docs/python-to-dotnet.md";

    // MLflow 3.6: the fluent tracing module, the span that it gives out, the low-level client, and what is read back.
    private static readonly string[] Functions =
    [
        "mlflow.trace", "mlflow.start_span", "mlflow.start_span_no_context", "mlflow.get_current_active_span", "mlflow.get_active_trace_id",
        "mlflow.get_last_active_trace_id", "mlflow.update_current_trace", "mlflow.get_trace", "mlflow.search_traces", "mlflow.set_trace_tag",
        "mlflow.delete_trace_tag", "mlflow.add_trace", "mlflow.log_trace", "mlflow.log_assessment", "mlflow.log_feedback", "mlflow.log_expectation",
        "mlflow.get_assessment", "mlflow.update_assessment", "mlflow.delete_assessment", "mlflow.override_feedback", "mlflow.tracing.enable",
        "mlflow.tracing.disable", "mlflow.tracing.is_enabled", "mlflow.tracing.reset", "mlflow.tracing.set_destination", "mlflow.tracing.configure",
        "mlflow.tracing.set_span_chat_tools", "mlflow.flush_trace_async_logging", "mlflow.set_experiment", "mlflow.start_run", "mlflow.end_run",
        "mlflow.active_run", "LiveSpan.set_inputs", "LiveSpan.set_outputs", "LiveSpan.set_attribute", "LiveSpan.set_attributes",
        "LiveSpan.set_span_type", "LiveSpan.set_status", "LiveSpan.add_event", "LiveSpan.record_exception", "LiveSpan.end",
        "MlflowClient.start_trace", "MlflowClient.start_span", "MlflowClient.end_span", "MlflowClient.end_trace", "MlflowClient.get_trace",
        "MlflowClient.search_traces", "MlflowClient.delete_traces", "MlflowClient.set_trace_tag", "MlflowClient.delete_trace_tag",
        "MlflowClient.link_traces_to_run", "Trace.search_spans", "Trace.to_json", "Trace.from_json",
    ];

    public static TheoryData<string> Names => [.. Functions];

    [Theory]
    [MemberData(nameof(Names))]
    public void Row_OfAFunction_ShowsWhatIsCompiledHere(string function)
    {
        var document = new Document(Path);
        var rows = document.Rows.Where(row => row[0].StartsWith($"`{function}`", StringComparison.Ordinal)).ToList();

        rows.Count.ShouldBe(1, $"{Path} needs one row for {function}.");
        rows[0].ShouldAllBe(static cell => cell.Length > 0);
        CompiledSnippets.All.Keys.ShouldContain(RowPrefix + function);
        var cell = Cell(CompiledSnippets.All[RowPrefix + function]);
        if (Document.Accepts && rows[0][2] != cell)
        {
            document.Replace($"| {string.Join(" | ", rows[0])} |", $"| {rows[0][0]} | {rows[0][1]} | {cell} | {rows[0][3]} |");
            return;
        }

        rows[0][2].ShouldBe(cell);
    }

    [Fact]
    public void Rows_All_AreOfKnownFunctions() =>
        CompiledSnippets.All.Keys.Where(static name => name.StartsWith(RowPrefix, StringComparison.Ordinal)).Select(static name => name[RowPrefix.Length..]).ShouldBe(Functions, ignoreOrder: true);

    private static string Cell(string code) => string.Join("<br>", code.Split('\n').Where(static line => line.Length > 0).Select(static line =>
        $"{Indent(line)}`{line.Trim().Replace("|", "\\|", StringComparison.Ordinal)}`"));

    private static string Indent(string line) => string.Concat(Enumerable.Repeat("&emsp;", (line.Length - line.TrimStart().Length) / 4));
}
