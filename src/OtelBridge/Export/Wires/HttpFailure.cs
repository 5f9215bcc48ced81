using OtelBridge.Client.Transport;
using OtelBridge.Client.Transport.Rest;
using OtelBridge.Diagnostics;

namespace OtelBridge.Export.Wires;

/// <summary>What an answer over HTTP, or none, means for spans.</summary>
internal static class HttpFailure
{
    /// <summary>The failure that an answer is; null when it is none.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="body">Its beginning.</param>
    /// <param name="endpoint">Where it came from, redacted.</param>
    /// <param name="options">How failures are taken.</param>
    public static SendException? Of(HttpResponseMessage response, ReadOnlySpan<byte> body, string endpoint, HttpWireOptions options)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
        {
            // Somebody between us and the receiver answered: a login page, a proxy, a site of its own.
            return (body.IsEmpty ? null : response.Content.Headers.ContentType?.MediaType) switch
            {
                "text/html" => new SendException(SendFailure.Broken, $"{endpoint} answered a web page instead of an acknowledgement; is there a login or a proxy before it?") { HttpStatus = status },
                null or "application/x-protobuf" or "application/json" or "text/plain" => null,
                var other => new SendException(SendFailure.Broken, $"{endpoint} answered content of type '{other}', which no receiver of OTLP does; is the address right?") { HttpStatus = status },
            };
        }

        if (status is >= 300 and < 400)
        {
            var target = response.Headers.Location is { IsAbsoluteUri: true } location ? location.GetLeftPart(UriPartial.Path) : "another page";
            return new SendException(SendFailure.Broken, $"{endpoint} redirects to {target} (HTTP {status}); set the final address, or sign in.") { HttpStatus = status };
        }

        return new SendException(KindOf(status, options.RetriesServerErrors), $"{RestErrors.Of(response.StatusCode, body.ToArray(), endpoint).Message}{Advice(status)}")
        {
            HttpStatus = status,
            RetryAfter = options.RespectsRetryAfter ? RestRetry.WaitOf(response.Headers.RetryAfter, TimeProvider.System) : null,
        };
    }

    /// <summary>The failure that no answer is.</summary>
    public static SendException Of(Exception failure, Uri address)
    {
        var endpoint = Redaction.Endpoint(address);
        // What a gRPC server says to HTTP/1.1, unless it says nothing.
        var isOtherProtocol = failure is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse };
        if (TlsAdvice.IsTls(failure))
        {
            return new SendException(SendFailure.Broken, $"No answer from {endpoint}: {failure.Message}{TlsAdvice.Of(failure)}", failure);
        }

        var hint = isOtherProtocol ? " Is it a port for gRPC? OTLP over HTTP is mostly at 4318; set the protocol to grpc for 4317." : CertificateWishes.Advice(address);
        return new SendException(SendFailure.Transient, $"No answer from {endpoint}: {failure.Message}{hint}", failure);
    }

    // What OTLP's specification calls retryable is transient.
    private static SendFailure KindOf(int status, bool retriesServerErrors) => status switch
    {
        408 or 429 or 502 or 503 or 504 => SendFailure.Transient,
        500 when retriesServerErrors => SendFailure.Transient,
        413 => SendFailure.TooLarge,
        400 or 422 => SendFailure.Refused,
        _ => SendFailure.Broken,
    };

    private static string Advice(int status) => status switch
    {
        401 or 403 =>
            " Check the credentials: MLFLOW_TRACKING_TOKEN, or _USERNAME and _PASSWORD, for a tracking server; OTEL_EXPORTER_OTLP_HEADERS for a collector; those of the section for a named destination.",
        404 or 405 => " Check the path: a collector takes spans at /v1/traces of its HTTP port, mostly 4318.",
        _ => string.Empty,
    };
}
