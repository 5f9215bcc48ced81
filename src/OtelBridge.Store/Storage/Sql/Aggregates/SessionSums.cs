using System.Globalization;
using OtelBridge.Attributes;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Storage.Aggregates;

namespace OtelBridge.Store.Storage.Sql.Aggregates;

/// <summary>Sums up sessions, each whole: a page of them by a few statements.</summary>
internal static class SessionSums
{
    private const string PreviewsSql = "SELECT trace_key, request_preview, response_preview FROM traces WHERE ";

    private const string UsersSql = "SELECT trace_key, value FROM trace_metadata WHERE key = @key AND ";

    public static IReadOnlyList<SessionSummary> Read(SqlSession session, IReadOnlyList<(long Experiment, string Session)> sessions)
    {
        if (sessions.Count == 0)
        {
            return [];
        }

        var found = sessions.ToDictionary(static place => place, static _ => new Summed()); // bounded by the page
        SessionTraces.Read(session, sessions, $"t.trace_key, {Sums.TraceColumns}", (place, row) =>
        {
            var summed = found[place];
            summed.Sums.AddTrace(row, SessionTraces.First + 1);
            var at = (row.GetInt64(SessionTraces.First + 1), row.GetInt64(SessionTraces.First));
            summed.First = at.CompareTo(summed.First) < 0 ? at : summed.First;
            summed.Last = at.CompareTo(summed.Last) > 0 ? at : summed.Last;
        });

        var keys = session.Dialect.List([.. found.Values.SelectMany(static summed => (long[])[summed.First.Key, summed.Last.Key]).Distinct()]);
        var users = session.Query(
            UsersSql + session.Dialect.IsIn("trace_key", "@keys"), static row => (Key: row.GetInt64(0), User: row.GetString(1)), ("@keys", keys), ("@key", MlflowKeys.TraceUser))
            .ToDictionary(static row => row.Key, static row => row.User);
        var previews = session.Query(
            PreviewsSql + session.Dialect.IsIn("trace_key", "@keys"),
            static row => (Key: row.GetInt64(0), Request: row.TextOrNull(1), Response: row.TextOrNull(2)),
            ("@keys", keys)).ToDictionary(static row => row.Key);
        return
        [
            .. sessions.Select(place => (Place: place, Summed: found[place])).Select(item => new SessionSummary(
                item.Place.Experiment.ToString(CultureInfo.InvariantCulture),
                item.Place.Session,
                users.GetValueOrDefault(item.Summed.Last.Key) ?? users.GetValueOrDefault(item.Summed.First.Key),
                item.Summed.First.Start,
                item.Summed.Last.Start,
                previews.GetValueOrDefault(item.Summed.First.Key).Request,
                previews.GetValueOrDefault(item.Summed.Last.Key).Response,
                item.Summed.Sums.ToTotals())),
        ];
    }

    private sealed class Summed
    {
        public Sums Sums { get; } = new();

        public (long Start, long Key) First { get; set; } = (long.MaxValue, long.MaxValue);

        public (long Start, long Key) Last { get; set; } = (long.MinValue, long.MinValue);
    }
}
