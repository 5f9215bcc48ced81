using Microsoft.AspNetCore.Http;
using OtelBridge.Identifiers;
using OtelBridge.Store.Storage;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.Tags;

/// <summary>Changes of a trace's tags. A form carries the value that was seen; what somebody else wrote meanwhile is never written over unseen.</summary>
internal static class TagPages
{
    private const string Pattern = "/traces/{traceId}/tags";

    public static void Map(PageRoutes routes)
    {
        routes.Post(Pattern, ChangeAsync);
        routes.Get(Pattern, static request => Task.FromResult(request.Redirect(Links.Trace(request.Route("traceId"))))); // a page of this address that is loaded again
    }

    public static string Address(string traceId) => $"{Links.Trace(traceId)}/tags";

    private static async Task<IResult> ChangeAsync(PageRequest request)
    {
        var traceId = TraceIdText.Normalise(request.Route("traceId"));
        var form = TagForm.Read(await request.Http.Request.ReadFormAsync(request.Aborted));
        if (form.Check() is { Length: > 0 } fault)
        {
            return FaultPages.Answer(request, StatusCodes.Status400BadRequest, "Not changed", fault);
        }

        var info = await request.Store.Reader.FindTraceInfoAsync(traceId, request.Aborted) ?? throw new NotStoredException($"Trace with ID '{traceId}' not found.");
        var seen = form.SeenAs(info.Tags.TryGetValue(form.Key, out var stored) ? stored : null);
        var change = await request.Store.Records.ChangeTagAsync(traceId, form.Key, seen, form.Value, request.Aborted);

        // Somebody else may have wanted the same.
        return change.IsDone || change.Value == form.Value
            ? request.Redirect(form.Back.Length > 0 ? LocalAddress.Of(form.Back) : Links.Trace(traceId))
            : request.Html<TagConflictPage>(new TagConflict(traceId, form, change.Value)); // no failure, but a question
    }
}
