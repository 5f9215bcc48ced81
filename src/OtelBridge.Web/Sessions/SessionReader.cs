using OtelBridge.Grpc;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Live;
using OtelBridge.Web.Traces;
using OtelBridge.Web.Wording;

namespace OtelBridge.Web.Sessions;

/// <summary>Reads a session from the store: never more of it at once than a page can show.</summary>
internal sealed class SessionReader(ITraceStore store, CancellationToken cancellationToken)
{
    private const int MaxModels = 6;
    private const int MaxTitle = 80;

    // Of larger traces, and of those after a page has this much, the record's previews are shown.
    private const int MaxSpansPerTurn = 2_000;
    private const long MaxBytes = 48L << 20;

    private const long LeastGap = 60_000_000_000;

    /// <summary>Reads a page; null when no trace is of the session.</summary>
    public async Task<SessionModel?> ReadAsync(SessionAddress address)
    {
        var (scope, seen) = (address.Scope, LiveStream.MarkOf(await FingerprintAsync(address)));
        var query = new AggregateQuery(scope.ExperimentIds, scope.Filter, null, null);
        var found = await store.Aggregates.ListSessionsAsync(query, 1, "", cancellationToken);
        if (address.SessionId.Length == 0 || found.Items is not [var summary])
        {
            return null;
        }

        var models = await store.Aggregates.ReadGroupsAsync(query, AggregateDimension.Model, AggregateOrder.Count, MaxModels, cancellationToken);
        var page = await store.Reader.SearchTracesAsync(
            new TraceQuery(scope.ExperimentIds, SessionModel.PageSize, address.PageToken)
            {
                Filter = scope.Filter,
                OrderBy = [address.IsNewestFirst ? "timestamp_ms DESC" : "timestamp_ms ASC"],
            },
            cancellationToken);
        var turns = await ReadTurnsAsync(address, summary, page.Items);
        return new SessionModel(address, summary, [.. models.Where(static model => model.Value.Length > 0).Select(static model => model.Value)], turns, page.NextPageToken) { Seen = seen };
    }

    /// <summary>Gives a short text that differs when the session does.</summary>
    public async Task<string> FingerprintAsync(SessionAddress address)
    {
        var scope = address.Scope;
        var page = await store.Reader.SearchTracesAsync(new TraceQuery(scope.ExperimentIds, 2, "") { Filter = scope.Filter }, cancellationToken);
        return string.Join(' ', page.Items.Select(static info => $"{info.TraceId} {info.State} {info.SpanCount} {info.DurationNano} {info.Assessments.Count}"));
    }

    private async Task<List<SessionTurn>> ReadTurnsAsync(SessionAddress address, SessionSummary summary, IReadOnlyList<TraceInfo> infos)
    {
        var turns = new List<SessionTurn>(infos.Count); // bounded by SessionModel.PageSize
        var bytes = 0L;
        for (var i = 0; i < infos.Count; i++)
        {
            var at = address.Before + i;
            var turn = new SessionTurn(address.IsNewestFirst ? (int)Math.Max(1, summary.Totals.Count - at) : at + 1, infos[i])
            {
                Gap = i == 0 ? "" : address.IsNewestFirst ? GapOf(infos[i], infos[i - 1], "earlier") : GapOf(infos[i - 1], infos[i], "later"),
                Title = TitleOf(infos[i]),
            };
            var lack = infos[i].SpanCount > MaxSpansPerTurn ? "This trace is large; only the beginning of its texts is shown."
                : bytes > MaxBytes ? "This page is full; only the beginning of its texts is shown."
                : "";
            var trace = lack.Length > 0 ? null : await TraceAsync(infos[i].TraceId);
            bytes += trace?.CalculateSize() ?? 0;
            turns.Add(trace is null ? TurnContent.FromPreviews(turn, lack) : TurnContent.Read(turn, trace));
        }

        return turns;
    }

    // A trace that cannot be read is no reason not to show the others.
    private async Task<Trace?> TraceAsync(string traceId)
    {
        try
        {
            return await store.Reader.GetTracesAsync([traceId], cancellationToken) is [var trace] ? trace : null;
        }
        catch (Exception e) when (e is MessageTooLargeException or DamagedTraceException)
        {
            return null;
        }
    }

    private static string GapOf(TraceInfo earlier, TraceInfo later, string word)
    {
        var end = earlier.StartTimeUnixNano + (ulong)Math.Max(0, earlier.HasDurationNano ? earlier.DurationNano : 0);
        return later.StartTimeUnixNano > end && later.StartTimeUnixNano - end is var gap and >= LeastGap
            ? $"{TimeText.Duration((long)Math.Min(gap, long.MaxValue))} {word}"
            : "";
    }

    private static string TitleOf(TraceInfo info)
    {
        var text = info.HasRequestPreview ? PreviewText.Of(info.RequestPreview) : info.Name;
        return text.Length == 0 ? "(no request)" : CellText.Cut(text, MaxTitle);
    }
}
