using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OtelBridge.Client.Transport.Rest;

/// <summary>What an MLflow server, or something that stands before it, answers when it does not answer the question.</summary>
internal static partial class RestErrors
{
    private const int MaxQuoted = 300;

    /// <summary>Reads an answer with another status than 200: <c>{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"…"}</c>, or anything at all.</summary>
    public static MlflowException Of(HttpStatusCode status, ReadOnlyMemory<byte> body, string endpoint, TimeSpan? retryAfter = null)
    {
        if (TryReadJson(body, out var code, out var message))
        {
            return new MlflowException(
                message ?? $"{endpoint} answered HTTP {(int)status}: {Excerpt(body)}", ReadCode(code) ?? CodeOf((int)status)) { RetryAfter = retryAfter };
        }

        var text = Excerpt(body);
        var hint = text.Contains("HTTP/2", StringComparison.Ordinal) ? " This is a gRPC port: begin the address with grpc://." : string.Empty;
        return new MlflowException(
            $"{endpoint} answered HTTP {(int)status}{(text.Length > 0 ? $": {text}" : ".")}{hint}", CodeOf((int)status)) { RetryAfter = retryAfter };
    }

    /// <summary>The first words of an answer that is no JSON; of a page only its text.</summary>
    public static string Excerpt(ReadOnlyMemory<byte> body)
    {
        var text = System.Text.Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, 8 * MaxQuoted)]);
        var words = Blanks().Replace(Markup().Replace(text, " "), " ").Trim();
        return words.Length <= MaxQuoted ? words : words[..MaxQuoted] + "…";
    }

    private static bool TryReadJson(ReadOnlyMemory<byte> body, out string? code, out string? message)
    {
        (code, message) = (null, null);
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            code = document.RootElement.TextOrNull("error_code");
            // "detail" is how the receiver of spans and the web frameworks around MLflow say it.
            message = document.RootElement.TextOrNull("message") ?? document.RootElement.TextOrNull("detail");
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    // Some servers put a number of HTTP there.
    private static string? ReadCode(string? code) =>
        int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? CodeOf(status) : string.IsNullOrEmpty(code) ? null : code;

    private static string CodeOf(int status) => status switch
    {
        400 or 405 or 415 => MlflowErrorCode.BadRequest,
        401 => MlflowErrorCode.Unauthenticated,
        403 => MlflowErrorCode.PermissionDenied,
        404 => MlflowErrorCode.EndpointNotFound,
        409 => "RESOURCE_CONFLICT",
        422 => MlflowErrorCode.InvalidParameterValue,
        413 or 429 => MlflowErrorCode.ResourceExhausted,
        501 => "NOT_IMPLEMENTED",
        502 or 503 => MlflowErrorCode.TemporarilyUnavailable,
        408 or 504 => MlflowErrorCode.DeadlineExceeded,
        _ => MlflowErrorCode.InternalError,
    };

    [GeneratedRegex("<(script|style)[^>]*>.*?</\\1>|<[^>]*>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Markup();

    [GeneratedRegex("\\s+")]
    private static partial Regex Blanks();
}
