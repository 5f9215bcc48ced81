using System.Data;
using OtelBridge.Entities.Table;

namespace OtelBridge.Entities;

/// <summary>Traces as a table.</summary>
public static class TracesTableExtensions
{
    /// <summary>Makes a table of traces, a row each, with the columns of MLflow's <c>search_traces</c>.</summary>
    /// <param name="traces">The traces.</param>
    /// <param name="extractFields">
    /// What of their spans gets a column of its own: <c>span.inputs</c>, <c>span.outputs</c> or <c>span.outputs.key</c>, with the name of a span in front.
    /// A name or a key with dots is put in backticks. The last span of that name counts.
    /// </param>
    /// <returns>
    /// Columns <c>trace_id</c>, <c>trace</c> (<see cref="Trace.ToJson"/>), <c>client_request_id</c>, <c>state</c>, <c>request_time</c> (a <see cref="DateTimeOffset"/>),
    /// <c>execution_duration</c> (a <see cref="TimeSpan"/>), <c>request</c>, <c>response</c>, <c>trace_metadata</c>, <c>tags</c>, <c>spans</c> and <c>assessments</c> (JSON text),
    /// then one for each extracted field under its own text.
    /// </returns>
    /// <remarks>
    /// Request, response and extracted fields: texts, numbers (<see cref="long"/>, <see cref="double"/>) and truth values as themselves, lists and objects as JSON text.
    /// What is missing or null is <see cref="DBNull"/>.
    /// </remarks>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: a field cannot be read.</exception>
    public static DataTable ToDataTable(this IEnumerable<Trace> traces, IEnumerable<string>? extractFields = null)
    {
        ArgumentNullException.ThrowIfNull(traces);
        var layout = new TracesTableLayout(extractFields);
        var table = layout.MakeTable();
        foreach (var trace in traces)
        {
            layout.AddRow(table, trace);
        }

        return table;
    }
}
