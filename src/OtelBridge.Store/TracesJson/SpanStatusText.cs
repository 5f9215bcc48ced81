using OtelBridge.Otlp;

namespace OtelBridge.Store.TracesJson;

/// <summary>The names of a span's status in MLflow's JSON: <c>STATUS_CODE_OK</c>, or <c>OK</c> as versions before 3.5.1 wrote it.</summary>
public static class SpanStatusText
{
    private const string Prefix = "STATUS_CODE_";

    /// <summary>Writes a status, e.g. <c>STATUS_CODE_OK</c>.</summary>
    public static string Of(Status.Types.StatusCode status) => Prefix + OldNameOf(status);

    /// <summary>Writes a status in the older form, e.g. <c>OK</c>.</summary>
    public static string OldNameOf(Status.Types.StatusCode status) => status switch
    {
        Status.Types.StatusCode.Ok => "OK",
        Status.Types.StatusCode.Error => "ERROR",
        _ => "UNSET",
    };

    /// <summary>Reads a status in either form; text of another form is no status.</summary>
    public static Status.Types.StatusCode Read(string? text) => text switch
    {
        Prefix + "OK" or "OK" => Status.Types.StatusCode.Ok,
        Prefix + "ERROR" or "ERROR" => Status.Types.StatusCode.Error,
        _ => Status.Types.StatusCode.Unset,
    };
}
