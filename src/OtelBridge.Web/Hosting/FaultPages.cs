using Microsoft.AspNetCore.Http;
using OtelBridge.Grpc;
using OtelBridge.Store.Access;
using OtelBridge.Store.Quotas;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage;

namespace OtelBridge.Web.Hosting;

/// <summary>What people see when a page cannot be shown: what was wrong, and what to do.</summary>
internal static class FaultPages
{
    private const string TooLarge = "This trace has more than 512 MB of spans, which is more than is read at once. Nothing is wrong with it: what it says of itself as a whole is in the list of traces.";

    /// <summary>A page for a fault; null where nobody knows what it means, and the server's own log must have it.</summary>
    public static IResult? Of(PageRequest request, Exception fault) => fault switch
    {
        AccessDeniedException => Answer(request, StatusCodes.Status403Forbidden, "Not for you", fault.Message),
        NotStoredException => Answer(request, StatusCodes.Status404NotFound, "Not found", fault.Message),
        InvalidFilterException or InvalidPageTokenException or BadHttpRequestException => Answer(request, StatusCodes.Status400BadRequest, "This address cannot be read", fault.Message),
        RefusedChangeException or AlreadyStoredException => Answer(request, StatusCodes.Status409Conflict, "Not changed", fault.Message),
        StoreUnavailableException => Answer(request, StatusCodes.Status503ServiceUnavailable, "The store does not answer", fault.Message),
        QuotaExceededException quota => Answer(
            request, quota.RetryAfter is null ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status429TooManyRequests, "More than your quota", fault.Message),
        MessageTooLargeException => Answer(request, StatusCodes.Status413PayloadTooLarge, "Too large to be shown", TooLarge),
        DamagedTraceException => Answer(request, StatusCodes.Status500InternalServerError, "Damaged", fault.Message),
        _ => null,
    };

    public static IResult Answer(PageRequest request, int statusCode, string title, string message) =>
        request.Html<FaultPage>(new Dictionary<string, object?> { ["Title"] = title, ["Message"] = message }, statusCode);
}
