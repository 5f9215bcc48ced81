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
    private const int MaxNames = 50;

    public static void Map(PageRoutes routes)
    {
        routes.Get(Pattern, ShowAsync);
        routes.Get($"{Pattern}/content", ContentPages.ShowAsync);
        routes.Get($"{Pattern}/raw", ContentPages.RawAsync);
    }

    /// <summary>Reads the panel of a span, as the request's address says how.</summary>
    /// <exception cref="NotStoredException">There is no such span.</exception>
    public static async Task<SpanPanelModel> ReadAsync(PageRequest request, string traceId, string spanId)
    {
        var found = await FindAsync(request, traceId, spanId);
        return await PanelAsync(request, found, spanId);
    }

    /// <summary>Makes the panel of a span that was read.</summary>
    public static async Task<SpanPanelModel> PanelAsync(PageRequest request, Trace found, string spanId) =>
        SpanPanelModel.Of(found, SpanAddress.Read(request.Http.Request.Query, found.Info.TraceId, spanId), await NamesAsync(request));

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

    // Names that assessments have anywhere, to choose from.
    private static async Task<IReadOnlyList<string>> NamesAsync(PageRequest request) =>
    [
        .. await request.Store.Aggregates.ListValuesAsync("feedback.", "", [], MaxNames, request.Aborted),
        .. await request.Store.Aggregates.ListValuesAsync("expectation.", "", [], MaxNames, request.Aborted),
    ];
}
