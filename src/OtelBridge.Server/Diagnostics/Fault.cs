using System.Globalization;
using Microsoft.AspNetCore.Http;
using OtelBridge.Grpc;
using OtelBridge.Server.Otlp;
using OtelBridge.Server.Quotas;
using OtelBridge.Store.Access;
using OtelBridge.Store.Quotas;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage;
using OtelBridge.Store.TracesJson;

namespace OtelBridge.Server.Diagnostics;

/// <summary>What a failed request is answered with, in the words of every wire.</summary>
/// <param name="Status">Status of gRPC and code of a <c>google.rpc.Status</c> body.</param>
/// <param name="HttpStatus">Status of HTTP.</param>
/// <param name="Message">Text for the caller; never the text of an unexpected exception.</param>
/// <param name="IsUnexpected">Whether the cause is ours and belongs into the log as an error.</param>
internal readonly record struct Fault(GrpcStatusCode Status, int HttpStatus, string Message, bool IsUnexpected = false)
{
    private const string InternalMessage = "The server failed to answer; its log says why.";

    // A trailer block has a limit of its own in most clients (8 KiB and more); a caller's text may be quoted in the message.
    private const int MaxMessageLength = 1024;

    /// <summary>Gets after which time the same request may succeed; null when nobody knows, or it never will.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>The one place where an exception becomes an answer.</summary>
    public static Fault From(Exception exception)
    {
        var fault = exception switch
        {
            GrpcException e => new Fault(e.Status, HttpStatusOf(e.Status), e.Message),
            RefusedRequestException e => new Fault(e.Status, e.HttpStatus, e.Message),
            OtlpJsonException e => new Fault(GrpcStatusCode.InvalidArgument, StatusCodes.Status400BadRequest, e.Message),
            TracesJsonException e => new Fault(GrpcStatusCode.InvalidArgument, StatusCodes.Status400BadRequest, e.Message),
            MessageTooLargeException e => new Fault(GrpcStatusCode.ResourceExhausted, StatusCodes.Status413PayloadTooLarge, e.Message),
            InvalidPageTokenException e => new Fault(GrpcStatusCode.InvalidArgument, StatusCodes.Status400BadRequest, e.Message),
            InvalidFilterException e => new Fault(GrpcStatusCode.InvalidArgument, StatusCodes.Status400BadRequest, e.Message),
            QuotaExceededException e => FromQuota(e),
            AccessDeniedException e => new Fault(GrpcStatusCode.PermissionDenied, StatusCodes.Status403Forbidden, e.Message),
            NotStoredException e => new Fault(GrpcStatusCode.NotFound, StatusCodes.Status404NotFound, e.Message),
            AlreadyStoredException e => new Fault(GrpcStatusCode.AlreadyExists, StatusCodes.Status409Conflict, e.Message),
            RefusedChangeException e => new Fault(GrpcStatusCode.InvalidArgument, StatusCodes.Status400BadRequest, e.Message),
            StoreUnavailableException e => new Fault(GrpcStatusCode.Unavailable, StatusCodes.Status503ServiceUnavailable, e.Message),
            DamagedTraceException e => new Fault(GrpcStatusCode.DataLoss, StatusCodes.Status500InternalServerError, e.Message, IsUnexpected: true),
            BadHttpRequestException e => FromHttp(e),
            OperationCanceledException => new Fault(
                GrpcStatusCode.Cancelled, StatusCodes.Status499ClientClosedRequest, "The request was cancelled."),
            _ => new Fault(GrpcStatusCode.Internal, StatusCodes.Status500InternalServerError, InternalMessage, IsUnexpected: true),
        };
        return fault.Message.Length <= MaxMessageLength ? fault : fault with { Message = Shorten(fault.Message) };
    }

    /// <summary>Seconds after which a sender may try again; null when trying again does not help.</summary>
    public string? RetryAfter => HttpStatus switch
    {
        _ when Wait is { } wait => QuotaWords.SecondsOf(wait).ToString(CultureInfo.InvariantCulture),
        StatusCodes.Status503ServiceUnavailable => 1.ToString(CultureInfo.InvariantCulture),
        StatusCodes.Status429TooManyRequests => 10.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    // A search that took too long takes as long again, and one that is too large stays so: neither may look as if it were worth another try.
    private static Fault FromQuota(QuotaExceededException e) => e switch
    {
        { RetryAfter: { } wait } => new Fault(GrpcStatusCode.ResourceExhausted, StatusCodes.Status429TooManyRequests, e.Message) { Wait = wait },
        { Reason: QuotaReason.SearchTime } => new Fault(GrpcStatusCode.DeadlineExceeded, StatusCodes.Status504GatewayTimeout, e.Message),
        _ => new Fault(GrpcStatusCode.ResourceExhausted, StatusCodes.Status413PayloadTooLarge, e.Message),
    };

    private static Fault FromHttp(BadHttpRequestException e) => e.StatusCode == StatusCodes.Status413PayloadTooLarge
        ? new Fault(GrpcStatusCode.ResourceExhausted, e.StatusCode, e.Message)
        : new Fault(GrpcStatusCode.InvalidArgument, e.StatusCode, e.Message);

    // google.rpc.Code names the HTTP status beside each code.
    private static int HttpStatusOf(GrpcStatusCode status) => status switch
    {
        GrpcStatusCode.InvalidArgument or GrpcStatusCode.FailedPrecondition or GrpcStatusCode.OutOfRange => StatusCodes.Status400BadRequest,
        GrpcStatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
        GrpcStatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
        GrpcStatusCode.NotFound => StatusCodes.Status404NotFound,
        GrpcStatusCode.AlreadyExists or GrpcStatusCode.Aborted => StatusCodes.Status409Conflict,
        GrpcStatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        GrpcStatusCode.Cancelled => StatusCodes.Status499ClientClosedRequest,
        GrpcStatusCode.Unimplemented => StatusCodes.Status501NotImplemented,
        GrpcStatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        GrpcStatusCode.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static string Shorten(string message)
    {
        // Never through the middle of a surrogate pair.
        var end = char.IsHighSurrogate(message[MaxMessageLength - 2]) ? MaxMessageLength - 2 : MaxMessageLength - 1;
        return string.Concat(message.AsSpan(0, end), "…");
    }
}
