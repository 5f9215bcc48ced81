using System.Data.Common;
using OtelBridge.Attributes;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Sql.Aggregates;

/// <summary>The traces of many sessions, read by one statement.</summary>
internal static class SessionTraces
{
    /// <summary>The first of the columns that were asked for.</summary>
    public const int First = 3;

    /// <summary>Reads every trace of some sessions.</summary>
    /// <param name="session">The session of the database.</param>
    /// <param name="sessions">The sessions that are asked for.</param>
    /// <param name="columns">Columns of the row <c>t</c>.</param>
    /// <param name="read">Is called with each row, whose columns begin at <see cref="First"/>.</param>
    public static void Read(
        SqlSession session, IReadOnlyCollection<(long Experiment, string Session)> sessions, string columns, Action<(long Experiment, string Session), DbDataReader> read)
    {
        var wanted = sessions.ToHashSet();
        using var command = session.Command(
            Sql(session, columns),
            ("@kind", (long)FacetKind.Metadata),
            ("@key", MlflowKeys.TraceSession),
            ("@ids", session.Dialect.List([.. wanted.Select(static place => FacetRule.Cut(place.Session)).Distinct(StringComparer.Ordinal)])));
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var place = (row.GetInt64(0), row.GetString(1));

            // A trace that has changed its session is still named by the values that it had.
            if (wanted.Contains(place) && FacetRule.Cut(place.Item2) == row.GetString(2))
            {
                read(place, row);
            }
        }
    }

    // A cross join is a join like any other, but SQLite keeps the order: from the values to the traces.
    private static string Sql(SqlSession session, string columns) => $"""
        SELECT t.experiment_id, m.value, f.value, {columns}
        FROM facets f CROSS JOIN trace_facets v CROSS JOIN traces t CROSS JOIN trace_metadata m
        WHERE f.kind = @kind AND f.key = @key AND {session.Dialect.IsIn("f.value", "@ids")} AND v.facet_id = f.facet_id
          AND t.trace_key BETWEEN v.first_key AND v.last_key AND m.trace_key = t.trace_key AND m.key = @key
        """;
}
