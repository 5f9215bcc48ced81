using System.Data;
using System.Globalization;
using System.Text.Json;
using OtelBridge.Entities.Json;

namespace OtelBridge.Entities.Table;

/// <summary>The columns of a table of traces, and what stands in them.</summary>
internal sealed class TracesTableLayout
{
    private readonly ExtractedField[] _fields;

    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE when a field is none.</exception>
    public TracesTableLayout(IEnumerable<string>? extractFields) => _fields = [.. (extractFields ?? []).Distinct().Select(ExtractedField.Parse)];

    public DataTable MakeTable()
    {
        var table = new DataTable("traces") { Locale = CultureInfo.InvariantCulture };
        foreach (var (name, type) in Columns())
        {
            table.Columns.Add(name, type);
        }

        foreach (var field in _fields)
        {
            table.Columns.Add(field.Text, typeof(object));
        }

        return table;
    }

    public void AddRow(DataTable table, Trace trace)
    {
        var info = trace.Info;
        object?[] cells =
        [
            info.TraceId,
            trace.ToJson(),
            info.ClientRequestId,
            TraceStateText.Write(info.State),
            info.RequestTime,
            info.ExecutionDuration,
            Cell(trace.Root?.Inputs),
            Cell(trace.Root?.Outputs),
            EntityJson.Text(info.TraceMetadata, EntityJson.WriteMap, indented: false),
            EntityJson.Text(info.Tags, EntityJson.WriteMap, indented: false),
            EntityJson.Text(trace.Spans, static (json, spans) => EntityJson.WriteList(json, spans, SpanJsonWriter.Write), indented: false),
            EntityJson.Text(info.Assessments, static (json, assessments) => EntityJson.WriteList(json, assessments, AssessmentJsonWriter.Write), indented: false),
            .. _fields.Select(field => Cell(field.Read(trace))),
        ];
        table.Rows.Add([.. cells.Select(static cell => cell ?? DBNull.Value)]);
    }

    private static (string Name, Type Type)[] Columns() =>
    [
        ("trace_id", typeof(string)),
        ("trace", typeof(string)),
        ("client_request_id", typeof(string)),
        ("state", typeof(string)),
        ("request_time", typeof(DateTimeOffset)),
        ("execution_duration", typeof(TimeSpan)),
        ("request", typeof(object)),
        ("response", typeof(object)),
        ("trace_metadata", typeof(string)),
        ("tags", typeof(string)),
        ("spans", typeof(string)),
        ("assessments", typeof(string)),
    ];

    /// <summary>Texts, numbers and truth values as themselves, lists and objects as JSON text.</summary>
    private static object? Cell(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.Number } number => number.TryGetInt64(out var whole) ? whole
            : number.TryGetDouble(out var real) && double.IsFinite(real) ? real
            : number.GetRawText(),
        { } json => json.GetRawText(),
    };
}
