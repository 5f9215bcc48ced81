using System.Security.Authentication;
using OtelBridge.Client.Transport.Rest;

namespace OtelBridge.Export.Wires;

/// <summary>What an answer over HTTP, or none, means for spans.</summary>
internal static class HttpFailure
{
    /// <summary>The failure that an answer is; null when it is none.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="body">Its beginning.</param>
    /// <param name="endpoint">Where it came from, redacted.</param>
    /// <param name="retriesServerErrors">Whether status 500 may pass.</param>
    public static SendException? Of(HttpResponseMessage response, ReadOnlySpan<byte> body, string endpoint, bool retriesServerErrors)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
        {
            // Somebody between us and the receiver answered: a login page, a proxy, a site of its own.
            return response.Content.Headers.ContentType?.MediaType is "text/html"
                ? new SendException(SendFailure.Broken, $"{endpoint} answered a web page instead of an acknowledgement; is there a login or a proxy before it?")
                : null;
        }

        if (status is >= 300 and < 400)
        {
            return new SendException(SendFailure.Broken, $"{endpoint} redirects to {response.Headers.Location?.GetLeftPart(UriPartial.Path) ?? "nowhere"} (HTTP {status}); set the final address, or sign in.");
        }

        return new SendException(KindOf(status, retriesServerErrors), RestErrors.Of(response.StatusCode, body.ToArray(), endpoint).Message) { RetryAfter = RetryAfter(response) };
    }

    /// <summary>The failure that no answer is.</summary>
    public static SendException Of(Exception failure, string endpoint) => new(
        failure is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } || failure.InnerException is AuthenticationException
            ? SendFailure.Broken
            : SendFailure.Transient,
        $"No answer from {endpoint}: {failure.Message}",
        failure);

    // What OTLP's specification calls retryable is transient.
    private static SendFailure KindOf(int status, bool retriesServerErrors) => status switch
    {
        408 or 429 or 502 or 503 or 504 => SendFailure.Transient,
        500 when retriesServerErrors => SendFailure.Transient,
        413 => SendFailure.TooLarge,
        400 or 422 => SendFailure.Refused,
        _ => SendFailure.Broken,
    };

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > DateTimeOffset.UtcNow => date - DateTimeOffset.UtcNow,
        _ => null,
    };
}
