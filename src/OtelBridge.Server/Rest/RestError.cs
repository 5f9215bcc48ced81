using Microsoft.AspNetCore.Http;
using OtelBridge.Grpc;
using OtelBridge.Server.Diagnostics;

namespace OtelBridge.Server.Rest;

/// <summary>A failure in MLflow's words: <c>{"error_code": …, "message": …}</c> and the HTTP status that goes with the code.</summary>
/// <remarks>
/// MLflow's clients repeat a call that ends with 408, 429 or 500 to 504 for minutes; so only what may succeed later, or is our own failure, has such a status.
/// </remarks>
internal readonly record struct RestError(string Code, int HttpStatus, string Message, string? RetryAfter)
{
    public static RestError Of(in Fault fault) => new(CodeOf(fault.Status), HttpStatusOf(fault), fault.Message, fault.RetryAfter);

    public async Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = HttpStatus;
        response.Headers.Remove("content-disposition");
        if (RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds;
        }

        using var answer = new RestAnswer(response);
        answer.Json.WriteString("error_code"u8, Code);
        answer.Json.WriteString("message"u8, Message);
        await answer.CompleteAsync();
    }

    // MLflow answers 400 where something exists already; its clients know the code, not the status. And they would ask again what took too long, for minutes.
    private static int HttpStatusOf(in Fault fault) =>
        fault is { Status: GrpcStatusCode.AlreadyExists } or { HttpStatus: StatusCodes.Status504GatewayTimeout } ? StatusCodes.Status400BadRequest : fault.HttpStatus;

    private static string CodeOf(GrpcStatusCode status) => status switch
    {
        GrpcStatusCode.InvalidArgument or GrpcStatusCode.OutOfRange or GrpcStatusCode.FailedPrecondition => "INVALID_PARAMETER_VALUE",
        GrpcStatusCode.NotFound => "RESOURCE_DOES_NOT_EXIST",
        GrpcStatusCode.AlreadyExists => "RESOURCE_ALREADY_EXISTS",
        GrpcStatusCode.Aborted => "ABORTED",
        GrpcStatusCode.Unauthenticated => "UNAUTHENTICATED",
        GrpcStatusCode.PermissionDenied => "PERMISSION_DENIED",
        GrpcStatusCode.ResourceExhausted => "RESOURCE_EXHAUSTED",
        GrpcStatusCode.Cancelled => "CANCELLED",
        GrpcStatusCode.Unimplemented => "NOT_IMPLEMENTED",
        GrpcStatusCode.Unavailable => "TEMPORARILY_UNAVAILABLE",
        GrpcStatusCode.DeadlineExceeded => "DEADLINE_EXCEEDED",
        GrpcStatusCode.DataLoss => "DATA_LOSS",
        _ => "INTERNAL_ERROR",
    };
}
