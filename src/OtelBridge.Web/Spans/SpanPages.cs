using Microsoft.AspNetCore.Http;
using OtelBridge.Identifiers;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.Spans;

/// <summary>One span: its panel by itself, which the page of its trace takes in, and its contents piece by piece.</summary>
internal static class SpanPages
{
    public const string Pattern = "/traces/{traceId}/spans/{spanId}";

    private const int SpanIdSize = 8;

    public static void Map(PageRoutes routes)
    {
        routes.Get(Pattern, ShowAsync);
        routes.Get($"{Pattern}/content", ContentPages.ShowAsync);
        routes.Get($"{Pattern}/raw", ContentPages.RawAsync);
    }

    /// <summary>Reads the panel of a span, as the request's address says how.</summary>
    /// <exception cref="NotStoredException">There is no such span.</exception>
    public static async Task<SpanPanelModel> ReadAsync(PageRequest request, string traceId, string spanId) =>
        SpanPanelModel.Of(await FindAsync(request, traceId, spanId), SpanAddress.Read(request.Http.Request.Query, traceId, spanId));

    /// <summary>Reads one span.</summary>
    /// <exception cref="NotStoredException">There is no such span.</exception>
    public static async Task<Trace> FindAsync(PageRequest request, string traceId, string spanId)
    {
        var id = new byte[SpanIdSize];
        var found = Hex.TryRead(spanId, id) ? await request.Store.Reader.FindSpanAsync(TraceIdText.Normalise(traceId), id, request.Aborted) : null;
        return found ?? throw new NotStoredException($"There is no span '{spanId}' in a trace '{traceId}'.");
    }

    private static async Task<IResult> ShowAsync(PageRequest request) =>
        request.Html<SpanPage>(await ReadAsync(request, request.Route("traceId"), request.Route("spanId")));
}
