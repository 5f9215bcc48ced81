using System.Text.Json;

namespace OtelBridge.Entities.Json;

/// <summary>The state of a trace as text; MLflow 2 calls the unknown one <c>TRACE_STATUS_UNSPECIFIED</c>.</summary>
internal static class TraceStateText
{
    public static string Write(TraceState state) => state switch
    {
        TraceState.Ok => "OK",
        TraceState.Error => "ERROR",
        TraceState.InProgress => "IN_PROGRESS",
        _ => "STATE_UNSPECIFIED",
    };

    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE when it is none.</exception>
    public static TraceState Read(JsonElement? state) => state switch
    {
        null => TraceState.Unspecified,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var value) && value is >= 0 and <= (int)TraceState.InProgress => (TraceState)value,
        { ValueKind: JsonValueKind.String } text => text.GetString() switch
        {
            "OK" => TraceState.Ok,
            "ERROR" => TraceState.Error,
            "IN_PROGRESS" => TraceState.InProgress,
            "" or "STATE_UNSPECIFIED" or "TRACE_STATUS_UNSPECIFIED" => TraceState.Unspecified,
            var other => throw Unknown(other ?? string.Empty),
        },
        { } other => throw Unknown(other.GetRawText()),
    };

    private static MlflowException Unknown(string state) =>
        BadJson.Error($"The trace's state {BadJson.Quote(state)} is none of STATE_UNSPECIFIED, OK, ERROR, IN_PROGRESS.");
}
