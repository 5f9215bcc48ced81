using OtelBridge.Tracking.V1;

namespace OtelBridge.Web.Wording;

/// <summary>MLflow's words for the state of a trace.</summary>
internal static class TraceStateText
{
    public static string Of(TraceState state) => state switch
    {
        TraceState.Ok => "OK",
        TraceState.Error => "ERROR",
        TraceState.InProgress => "IN_PROGRESS",
        _ => "STATE_UNSPECIFIED",
    };
}
