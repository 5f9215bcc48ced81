using System.Globalization;
using OtelBridge.Grpc;
using OtelBridge.Otlp;

namespace OtelBridge.TestSupport.Otlp;

/// <summary>How a <see cref="FakeCollector"/> or a <see cref="Mlflow.FakeMlflowServer"/> answers one request.</summary>
public sealed record CollectorAnswer(CollectorAnswerKind Kind, GrpcStatusCode Status = GrpcStatusCode.Ok, long Rejected = 0)
{
    /// <summary>Takes the spans.</summary>
    public static CollectorAnswer Ok { get; } = new(CollectorAnswerKind.Answer);

    /// <summary>Never answers.</summary>
    public static CollectorAnswer Stall { get; } = new(CollectorAnswerKind.Stall);

    /// <summary>Breaks the connection.</summary>
    public static CollectorAnswer CutLine { get; } = new(CollectorAnswerKind.CutLine);

    /// <summary>Says yes in bytes that mean nothing.</summary>
    public static CollectorAnswer Garbage { get; } = Http(200, "\u0007\u0000not what you expect\u0000", "application/octet-stream");

    /// <summary>Shows a page, with status 200, as something that stands before the receiver does.</summary>
    public static CollectorAnswer LoginPage { get; } = Http(200, "<!doctype html><html><title>Sign in</title><body>Sign in first</body></html>", "text/html; charset=utf-8");

    /// <summary>Sends to a page where one signs in.</summary>
    public static CollectorAnswer LoginRedirect { get; } = Http(302, string.Empty) with { Location = "http://login.invalid/start?secret=1" };

    /// <summary>When the peer wants to be asked again: RetryInfo over gRPC, Retry-After over HTTP.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Status of <see cref="CollectorAnswerKind.Http"/>.</summary>
    public int HttpStatus { get; init; }

    public string Body { get; init; } = string.Empty;

    public string ContentType { get; init; } = "text/plain";

    public string? Location { get; init; }

    /// <summary>Refuses the request with a status.</summary>
    public static CollectorAnswer Fail(GrpcStatusCode status, TimeSpan? retryAfter = null) => new(CollectorAnswerKind.Answer, status) { RetryAfter = retryAfter };

    /// <summary>Takes the request and refuses some of its spans.</summary>
    public static CollectorAnswer Reject(long spans) => new(CollectorAnswerKind.Answer, Rejected: spans);

    /// <summary>Answers in HTTP, whatever was asked.</summary>
    public static CollectorAnswer Http(int status, string body, string contentType = "text/plain", TimeSpan? retryAfter = null) =>
        new(CollectorAnswerKind.Http) { HttpStatus = status, Body = body, ContentType = contentType, RetryAfter = retryAfter };

    internal string? RetryAfterSeconds => RetryAfter is { } wait ? ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture) : null;

    internal ExportTraceServiceResponse ToResponse() => Rejected == 0
        ? new ExportTraceServiceResponse()
        : new ExportTraceServiceResponse { PartialSuccess = new ExportTracePartialSuccess { RejectedSpans = Rejected, ErrorMessage = "The test asked for it." } };
}
