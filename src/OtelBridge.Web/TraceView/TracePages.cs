using System.Globalization;
using Microsoft.AspNetCore.Http;
using OtelBridge.Identifiers;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Hosting;
using OtelBridge.Web.Live;

namespace OtelBridge.Web.TraceView;

/// <summary>One trace: its page, its tree for the script, its files, its end.</summary>
internal static class TracePages
{
    private const string TraceId = "traceId";
    private const string Span = "span";
    private const string Clocks = "clocks";
    private const string Aligned = "aligned";

    public static void Map(PageRoutes routes)
    {
        routes.Get($"/traces/{{{TraceId}}}", ShowAsync);
        routes.Get($"/traces/{{{TraceId}}}/tree", TreeAsync);
        routes.Get($"/traces/{{{TraceId}}}/live", request => Task.FromResult<IResult>(new LiveStream(request.Time, aborted => FingerprintAsync(request, aborted))));
        routes.Post($"/traces/{{{TraceId}}}/delete", DeleteAsync);
        foreach (var file in TraceFile.All)
        {
            routes.Get($"/traces/{{{TraceId}}}/{file.Name}.json", request => FileAsync(request, file));
        }
    }

    public static async Task<IResult> ShowAsync(PageRequest request)
    {
        var trace = await ReadAsync(request);
        var waterfall = Draw(request, trace);
        var spanId = request.Query(Span);
        var experiment = await request.Store.Experiments.FindAsync(trace.Info.ExperimentId, request.Aborted);
        return request.Html<TracePage>(new TracePageModel
        {
            Info = trace.Info,
            Waterfall = waterfall,
            Selected = waterfall.Rows.FirstOrDefault(row => row.Id == spanId) ?? (waterfall.Rows is [var first, ..] ? first : null),
            Facts = [.. TraceFacts.Of(trace.Info, experiment?.Name ?? trace.Info.ExperimentId)],
            Notices = [.. TraceNotices.Of(waterfall)],
            AlignsClocks = request.Query(Clocks) == Aligned,
            Tab = request.Query("tab"),
        });
    }

    private static async Task<IResult> TreeAsync(PageRequest request)
    {
        var waterfall = Draw(request, await ReadAsync(request));
        return new TraceJsonAnswer(json => WaterfallJson.Write(json, waterfall));
    }

    private static async Task<IResult> FileAsync(PageRequest request, TraceFile file)
    {
        var trace = await ReadAsync(request);
        return new TraceJsonAnswer(json => file.Write(json, trace)) { FileName = $"{Uri.EscapeDataString(trace.Info.TraceId)}.{file.Name}.json" };
    }

    private static async Task<IResult> DeleteAsync(PageRequest request)
    {
        var info = await request.Store.Reader.FindTraceInfoAsync(IdOf(request), request.Aborted) ?? throw NotStored(request);
        await request.Store.Records.DeleteAsync(new TraceDeletion(info.ExperimentId) { TraceIds = [info.TraceId] }, request.Aborted);
        return request.Redirect(Links.Traces(new Scope([info.ExperimentId], "", TimeRange.All)));
    }

    // What the page shows of the record; a span that is replaced changes none of it, which only a sender that says a span twice would notice.
    private static async Task<string> FingerprintAsync(PageRequest request, CancellationToken aborted)
    {
        var info = await request.Store.Reader.FindTraceInfoAsync(IdOf(request), aborted);
        return info is null
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{info.State} {info.SpanCount} {info.DurationNano} {info.Tags.Count} {info.Assessments.Count} {info.TokenUsage?.TotalTokens}");
    }

    private static Waterfall Draw(PageRequest request, Trace trace) =>
        Waterfall.Of(trace, (request.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick, request.Query(Clocks) == Aligned);

    private static async Task<Trace> ReadAsync(PageRequest request) =>
        (await request.Store.Reader.GetTracesAsync([IdOf(request)], request.Aborted)) is [var trace] ? trace : throw NotStored(request);

    private static string IdOf(PageRequest request) => TraceIdText.Normalise(request.Route(TraceId));

    private static NotStoredException NotStored(PageRequest request) =>
        new($"No trace {WaterfallJson.Cut(IdOf(request), 80)} is stored: it was deleted, or has not arrived yet.");
}
