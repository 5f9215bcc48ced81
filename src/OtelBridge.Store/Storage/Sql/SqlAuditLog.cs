using System.Data.Common;
using System.Globalization;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>The audit log in a SQL database, whose triggers refuse what is not in <see cref="IAuditLog"/>.</summary>
internal sealed class SqlAuditLog(ISqlDatabase database, TimeProvider time) : IAuditLog
{
    private const string Server = "server";

    // One turn of the writer, during which others wait.
    private const int TrimmedAtOnce = 5_000;

    private const int AboutBytesOfAnEntry = 256;

    private const string Columns = "time_ms, who, action, address, wire, request, about, outcome, requests, items";

    private const string AddSql = $"""
        INSERT INTO audit_entries ({Columns}) VALUES (@time, @who, @action, @address, @wire, @request, @about, @outcome, @requests, @items)
        """;

    private const string SearchSql = $"""
        SELECT {Columns}, entry_id FROM audit_entries
        WHERE (time_ms < @last OR (time_ms = @last AND entry_id < @key)) AND time_ms >= @from AND time_ms < @to
        """;

    private const string WhoSql = " AND who = @who";
    private const string ActionSql = " AND action = @action";

    // Whole words, alike on every database: with the word taken out, the text is another one.
    private const string AboutSql = " AND replace(' ' || about || ' ', @about, '') <> ' ' || about || ' '";

    // As AuditOutcomes.IsSuccess says.
    private const string IsSuccessSql = "(outcome IN ('', 'Ok', 'done') OR (length(outcome) = 3 AND substr(outcome, 1, 1) IN ('1', '2', '3')))";

    private const string OrderSql = " ORDER BY time_ms DESC, entry_id DESC LIMIT @limit";

    // Says how far entries may be removed, in the transaction that removes them: the trigger looks.
    private const string AllowSql = "UPDATE audit_trim SET before_ms = @before";

    private const string TrimSql = """
        DELETE FROM audit_entries WHERE entry_id IN (SELECT entry_id FROM audit_entries WHERE time_ms < @before ORDER BY time_ms, entry_id LIMIT @limit)
        """;

    public Task AppendAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken) => entries.Count == 0 ? Task.CompletedTask : database.WriteAsync(
        session =>
        {
            foreach (var entry in entries)
            {
                Add(session, entry);
            }

            return true;
        },
        entries.Sum(static entry => AboutBytesOfAnEntry + entry.About.Length),
        cancellationToken);

    public async Task<Page<AuditEntry>> SearchAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        var last = PageToken.Parse(query.PageToken, PageToken.Audit);
        var limit = Math.Clamp(query.MaxResults, 1, AuditQuery.MostResults);
        return await database.ReadAsync(
            session =>
            {
                List<(string Name, object? Value)> values =
                    [("@last", last.SortValue), ("@key", last.Key), ("@from", query.FromMs), ("@to", query.ToMs), ("@limit", limit + 1L)];
                var sql = SearchSql;
                if (query.Who is { } who)
                {
                    sql += WhoSql;
                    values.Add(("@who", who));
                }

                if (query.Action is { } action)
                {
                    sql += ActionSql;
                    values.Add(("@action", AuditActions.NameOf(action)));
                }

                if (query.About is { } about)
                {
                    sql += AboutSql;
                    values.Add(("@about", about.Contains(':', StringComparison.Ordinal) ? $" {about} " : $":{about} "));
                }

                switch (query.Outcome)
                {
                    case null:
                        break;
                    case AuditOutcomes.Succeeded:
                        sql += $" AND {IsSuccessSql}";
                        break;
                    case AuditOutcomes.Failed:
                        sql += $" AND NOT {IsSuccessSql}";
                        break;
                    default:
                        sql += " AND outcome = @outcome";
                        values.Add(("@outcome", query.Outcome));
                        break;
                }

                var found = session.Query(sql + OrderSql, static row => (Entry: Read(row), Key: row.GetInt64(10)), [.. values]);
                var token = found.Count > limit ? new PageToken(PageToken.Audit, found[limit - 1].Entry.TimeMs, found[limit - 1].Key).ToString() : string.Empty;
                return new Page<AuditEntry>([.. found.Take(limit).Select(static pair => pair.Entry)], token);
            },
            cancellationToken).ConfigureAwait(false);
    }

    public Task<long> TrimAsync(long beforeMs, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return database.WriteAsync(
            session =>
            {
                session.Execute(AllowSql, ("@before", beforeMs));
                var removed = (long)session.Execute(TrimSql, ("@before", beforeMs), ("@limit", (long)TrimmedAtOnce));
                session.Execute(AllowSql, ("@before", 0L));
                if (removed > 0)
                {
                    Add(session, new AuditEntry(now, Server, AuditAction.Trim)
                    {
                        Wire = Server,
                        About = string.Create(CultureInfo.InvariantCulture, $"before:{DateTimeOffset.FromUnixTimeMilliseconds(beforeMs):yyyy-MM-ddTHH:mm:ssZ}"),
                        Items = removed,
                    });
                }

                return removed;
            },
            AboutBytesOfAnEntry,
            cancellationToken);
    }

    /// <summary>Adds an entry in a transaction.</summary>
    public static void Add(SqlSession session, AuditEntry entry) => session.Execute(
        AddSql,
        ("@time", entry.TimeMs),
        ("@who", entry.Who),
        ("@action", AuditActions.NameOf(entry.Action)),
        ("@address", entry.From),
        ("@wire", entry.Wire),
        ("@request", entry.Request),
        ("@about", entry.About),
        ("@outcome", entry.Outcome),
        ("@requests", entry.Requests),
        ("@items", entry.Items));

    private static AuditEntry Read(DbDataReader row) => new(row.GetInt64(0), row.GetString(1), AuditActions.Find(row.GetString(2)) ?? AuditAction.None)
    {
        From = row.GetString(3),
        Wire = row.GetString(4),
        Request = row.GetString(5),
        About = row.GetString(6),
        Outcome = row.GetString(7),
        Requests = row.GetInt64(8),
        Items = row.Int64OrNull(9),
    };
}
