using System.Text.Json;

namespace OtelBridge.Entities.Json;

/// <summary>The status of a span as text: <c>STATUS_CODE_OK</c>, in older forms <c>OK</c>.</summary>
internal static class SpanStatusText
{
    private const string Prefix = "STATUS_CODE_";

    public static string Write(SpanStatus status) => status switch
    {
        SpanStatus.Ok => $"{Prefix}OK",
        SpanStatus.Error => $"{Prefix}ERROR",
        _ => $"{Prefix}UNSET",
    };

    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE when it is none.</exception>
    public static SpanStatus Read(JsonElement? code) => code switch
    {
        null => SpanStatus.Unset,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var value) && value is >= 0 and <= (int)SpanStatus.Error => (SpanStatus)value,
        { ValueKind: JsonValueKind.String } text => Read(text.GetString() ?? string.Empty),
        { } other => throw Unknown(other.GetRawText()),
    };

    private static SpanStatus Read(string code) => (code.StartsWith(Prefix, StringComparison.Ordinal) ? code[Prefix.Length..] : code) switch
    {
        "" or "UNSET" => SpanStatus.Unset,
        "OK" => SpanStatus.Ok,
        "ERROR" => SpanStatus.Error,
        _ => throw Unknown(code),
    };

    private static MlflowException Unknown(string code) => BadJson.Error($"The span's status {BadJson.Quote(code)} is none of UNSET, OK, ERROR.");
}
