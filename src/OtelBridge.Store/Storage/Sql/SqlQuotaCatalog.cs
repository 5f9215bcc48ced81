using System.Data.Common;
using OtelBridge.Store.Quotas;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>What was stored today, by whom, in a SQL database.</summary>
internal sealed class SqlQuotaCatalog(ISqlDatabase database) : IQuotaCatalog
{
    private const string Columns = "subject, day, spans, bytes";

    private const string AddSql = """
        INSERT INTO quota_use (subject, day, spans, bytes) VALUES (@subject, @day, @spans, @bytes)
        ON CONFLICT (day, subject) DO UPDATE SET spans = quota_use.spans + excluded.spans, bytes = quota_use.bytes + excluded.bytes
        """;

    private const string ForgetSql = "DELETE FROM quota_use WHERE day < @day";
    private const string FindSql = $"SELECT {Columns} FROM quota_use WHERE day = @day AND subject = @subject";
    private const string ListSql = $"SELECT {Columns} FROM quota_use WHERE day = @day ORDER BY bytes DESC, subject LIMIT @limit";

    public Task<IReadOnlyList<QuotaUse>> AddUseAsync(IReadOnlyList<QuotaUse> more, CancellationToken cancellationToken) => database.WriteAsync<IReadOnlyList<QuotaUse>>(
        session =>
        {
            var sums = new List<QuotaUse>(more.Count);
            foreach (var use in more.OrderBy(static use => use.Subject, StringComparer.Ordinal)) // in one order, so that servers do not wait for each other in a circle
            {
                session.Execute(AddSql, ("@subject", use.Subject), ("@day", use.Day), ("@spans", use.Spans), ("@bytes", use.Bytes));
                sums.AddRange(Find(session, use.Subject, use.Day));
            }

            if (more.Count > 0)
            {
                session.Execute(ForgetSql, ("@day", more.Max(static use => use.Day) - 1));
            }

            return sums;
        },
        more.Count * 64L,
        cancellationToken);

    public Task<QuotaUse?> FindUseAsync(string subject, long day, CancellationToken cancellationToken) =>
        database.ReadAsync(session => Find(session, subject, day).FirstOrDefault(), cancellationToken);

    public Task<IReadOnlyList<QuotaUse>> ListUseAsync(long day, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<QuotaUse>>(session => session.Query(ListSql, Read, ("@day", day), ("@limit", (long)limit)), cancellationToken);

    private static List<QuotaUse> Find(SqlSession session, string subject, long day) => session.Query(FindSql, Read, ("@day", day), ("@subject", subject));

    private static QuotaUse Read(DbDataReader row) => new(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3));
}
