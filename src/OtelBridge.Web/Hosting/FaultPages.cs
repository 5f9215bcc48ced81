using Microsoft.AspNetCore.Http;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage;

namespace OtelBridge.Web.Hosting;

/// <summary>What people see when a page cannot be shown: what was wrong, and what to do.</summary>
internal static class FaultPages
{
    /// <summary>A page for a fault; null where nobody knows what it means, and the server's own log must have it.</summary>
    public static IResult? Of(PageRequest request, Exception fault) => fault switch
    {
        NotStoredException => Answer(request, StatusCodes.Status404NotFound, "Not found", fault.Message),
        InvalidFilterException or InvalidPageTokenException or BadHttpRequestException => Answer(request, StatusCodes.Status400BadRequest, "This address cannot be read", fault.Message),
        RefusedChangeException or AlreadyStoredException => Answer(request, StatusCodes.Status409Conflict, "Not changed", fault.Message),
        StoreUnavailableException => Answer(request, StatusCodes.Status503ServiceUnavailable, "The store does not answer", fault.Message),
        _ => null,
    };

    public static IResult Answer(PageRequest request, int statusCode, string title, string message) =>
        request.Html<FaultPage>(new Dictionary<string, object?> { ["Title"] = title, ["Message"] = message }, statusCode);
}
