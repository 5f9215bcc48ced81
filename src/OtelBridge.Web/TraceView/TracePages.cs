using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Identifiers;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Hosting;
using OtelBridge.Web.Live;
using OtelBridge.Web.Spans;

namespace OtelBridge.Web.TraceView;

/// <summary>One trace: its page, its tree for the script, its files, its end.</summary>
internal static class TracePages
{
    private const string TraceId = "traceId";
    private const string FileName = "file";
    private const string Span = "span";
    private const string Rows = "rows";
    private const string FirstRows = "first";
    private const string Clocks = "clocks";
    private const string Aligned = "aligned";
    private const int SpanIdSize = 8;
    private const int LeastText = 3; // what is shorter is nearly everywhere, and not worth the reading

    // A larger trace takes longer to read than people wait for a first sight: its page comes at once, and the script asks for the tree.
    private const int MostSpansAtOnce = 2_000;

    public static void Map(PageRoutes routes)
    {
        routes.Get($"/traces/{{{TraceId}}}", ShowAsync);
        routes.Get($"/traces/{{{TraceId}}}/tree", TreeAsync);
        routes.Get($"/traces/{{{TraceId}}}/found", FoundAsync);
        routes.Get($"/traces/{{{TraceId}}}/live", request => Task.FromResult<IResult>(new LiveStream(request, aborted => FingerprintAsync(request, aborted))));
        routes.Post($"/traces/{{{TraceId}}}/delete", DeleteAsync);
        routes.Get($"/traces/{{{TraceId}}}/{{{FileName}}}.json", FileAsync);
    }

    public static async Task<IResult> ShowAsync(PageRequest request)
    {
        var info = await FindAsync(request);
        var waterfall = info.SpanCount <= MostSpansAtOnce || request.Query(Rows) == FirstRows ? Draw(request, await ReadAsync(request)) : null;
        var experiment = await request.Store.Experiments.FindAsync(info.ExperimentId, request.Aborted);
        return request.Html<TracePage>(new TracePageModel
        {
            Info = info,
            Seen = LiveStream.MarkOf(PrintOf(info)),
            Waterfall = waterfall,
            Panel = await PanelAsync(request, info, waterfall),
            Facts = [.. TraceFacts.Of(info, experiment?.Name ?? info.ExperimentId)],
            Files = [.. Files(request).Select(static file => (file.Name, file.Title))],
            Tree = Links.With(Links.OfTrace(info.TraceId, "tree"), [(Clocks, request.Query(Clocks))]),
        });
    }

    // An address may name a span that is no longer there, or not yet: the trace is shown all the same.
    private static async Task<SpanPanelModel?> PanelAsync(PageRequest request, TraceInfo info, Waterfall? waterfall)
    {
        foreach (var spanId in (string[])[request.Query(Span), waterfall?.Rows is [var first, ..] ? first.Id : ""])
        {
            if (Hex.TryRead(spanId, new byte[SpanIdSize]) && await request.Store.Reader.FindSpanAsync(info.TraceId, Convert.FromHexString(spanId), request.Aborted) is { } found)
            {
                return await SpanPages.PanelAsync(request, found, spanId);
            }
        }

        return null;
    }

    private static async Task<IResult> TreeAsync(PageRequest request)
    {
        var waterfall = Draw(request, await ReadAsync(request));
        return new TraceJsonAnswer(json => WaterfallJson.Write(json, waterfall));
    }

    private static async Task<IResult> FoundAsync(PageRequest request)
    {
        var text = request.Query("text").Trim();
        var found = text.Length < LeastText ? [] : SpanSearch.Find(await ReadAsync(request), text).ToList();
        return new TraceJsonAnswer(json =>
        {
            json.WriteStartArray();
            found.ForEach(json.WriteStringValue);
            json.WriteEndArray();
            return [];
        });
    }

    private static async Task<IResult> FileAsync(PageRequest request)
    {
        var file = Files(request).FirstOrDefault(file => file.Name == request.Route(FileName)) ?? throw new NotStoredException("There is no such form of a trace.");
        var trace = await ReadAsync(request);
        return new TraceJsonAnswer(json => file.Write(json, trace)) { FileName = $"{Uri.EscapeDataString(trace.Info.TraceId)}.{file.Name}.json" };
    }

    private static IEnumerable<TraceFile> Files(PageRequest request) => request.Http.RequestServices.GetServices<TraceFile>();

    private static async Task<IResult> DeleteAsync(PageRequest request)
    {
        var info = await FindAsync(request);
        await request.Store.Records.DeleteAsync(new TraceDeletion(info.ExperimentId) { TraceIds = [info.TraceId] }, request.Aborted);
        return request.Redirect(Links.Traces(new Scope([info.ExperimentId], "", TimeRange.All)));
    }

    // What the page shows of the record; a span that is replaced changes none of it, which only a sender that says a span twice would notice.
    private static async Task<string> FingerprintAsync(PageRequest request, CancellationToken aborted)
    {
        var info = await request.Store.Reader.FindTraceInfoAsync(IdOf(request), aborted);
        return info is null ? "" : PrintOf(info);
    }

    private static string PrintOf(TraceInfo info) => string.Create(
        CultureInfo.InvariantCulture, $"{info.State} {info.SpanCount} {info.DurationNano} {info.Tags.Count} {info.Assessments.Count} {info.TokenUsage?.TotalTokens}");

    private static Waterfall Draw(PageRequest request, Trace trace) =>
        Waterfall.Of(trace, (request.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick, request.Query(Clocks) == Aligned);

    private static async Task<TraceInfo> FindAsync(PageRequest request) =>
        await request.Store.Reader.FindTraceInfoAsync(IdOf(request), request.Aborted) ?? throw NotStored(request);

    private static async Task<Trace> ReadAsync(PageRequest request) =>
        (await request.Store.Reader.GetTracesAsync([IdOf(request)], request.Aborted)) is [var trace] ? trace : throw NotStored(request);

    private static string IdOf(PageRequest request) => TraceIdText.Normalise(request.Route(TraceId));

    private static NotStoredException NotStored(PageRequest request) =>
        new($"No trace {WaterfallJson.Cut(IdOf(request), 80)} is stored: it was deleted, or has not arrived yet.");
}
