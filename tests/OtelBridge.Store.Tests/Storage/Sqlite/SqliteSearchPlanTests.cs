using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Text;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sql;
using OtelBridge.Store.Storage.Sql.Search;
using OtelBridge.Store.Storage.Sqlite;
using OtelBridge.TestSupport;
using SQLitePCL;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.Sqlite;

/// <summary>Every search for which speed is promised uses an index for each of its statements.</summary>
public sealed partial class SqliteSearchPlanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("status = 'ERROR'")]
    [InlineData("status != 'OK'")]
    [InlineData("request_id = 'tr-1'")]
    [InlineData("client_request_id = 'x'")]
    [InlineData("timestamp_ms > 5 AND timestamp_ms <= 9")]
    [InlineData("execution_time > 500")]
    [InlineData("name = 'x'")]
    [InlineData("name LIKE '%x%'")]
    [InlineData("tags.env = 'prod'")]
    [InlineData("tags.env ILIKE '%prod%'")]
    [InlineData("metadata.k LIKE '%x%'")]
    [InlineData("session = 's'")]
    [InlineData("run_id = 'r'")]
    [InlineData("span.name = 'x'")]
    [InlineData("span.type LIKE 'TOO%'")]
    [InlineData("span.status = 'ERROR'")]
    [InlineData("span.duration_ms > 12000")]
    [InlineData("model = 'x'")]
    [InlineData("service.name != 'x'")]
    [InlineData("error LIKE '%Timeout%'")]
    [InlineData("tokens.input > 5")]
    [InlineData("tokens.output > 5")]
    [InlineData("tokens.total > 5")]
    [InlineData("cost.total > 0.5")]
    [InlineData("feedback.ok = 'true'")]
    [InlineData("trace.text ILIKE '%word%'")]
    [InlineData("trace.text MATCH 'some words'")]
    [InlineData("span.attributes.k = 'v'")]
    [InlineData("status = 'OK' AND tags.env = 'prod' AND span.name LIKE '%x%'")]
    [InlineData("NOT (tags.env = 'prod' OR status = 'OK')")]
    [InlineData("", "timestamp_ms ASC")]
    [InlineData("", "execution_time DESC")]
    [InlineData("", "execution_time")]
    [InlineData("", "status DESC")]
    [InlineData("", "request_id")]
    [InlineData("", "tokens.total DESC")]
    [InlineData("", "cost.total DESC")]
    [InlineData("timestamp_ms > 5 AND timestamp_ms <= 9", "cost.total DESC")]
    [InlineData("timestamp_ms > 5 AND timestamp_ms <= 9", "execution_time DESC")]
    public async Task Search_Promised_ScansNoTable(string filter, string? order = null)
    {
        await using var store = await TraceStores.OpenAsync("sqlite:" + _folder.File("traces.db"), StoreAccess.ReadWrite, CancellationToken.None);
        await new TraceIngestor(store).IngestAsync(Request(Enumerable.Range(1, 5).Select(i => Span(i, 1))), null, CancellationToken.None);
        var file = new SqliteFile(_folder.File("traces.db"), StoreAccess.ReadOnly);
        using var connection = file.OpenForReading();

        // Once with candidates and once without, so that all ways are taken.
        var plans = Statements(connection, filter, order, SearchLimits.Default)
            .Concat(Statements(connection, filter, order, SearchLimits.Default with { FewCandidates = -1, ManyCandidates = -1 }))
            .SelectMany(sql => Plan(connection, sql)).ToList();

        plans.ShouldNotBeEmpty();
        plans.Where(line => Scan().IsMatch(line)).ShouldBeEmpty(string.Join('\n', plans));
        file.Close();
    }

    // A scan in the order of the index that is asked for is a walk.
    [GeneratedRegex("SCAN TABLE (?!json_each|experiments|trace_text|trace_text_before|text_pending)(?!.*traces AS t USING INDEX sqlite_autoindex_traces_1)")]
    private static partial Regex Scan();

    private static List<string> Statements(SqliteConnection connection, string filter, string? order, SearchLimits limits)
    {
        var statements = new List<string>();
        raw.sqlite3_trace(connection.Handle, (_, sql) => statements.Add(sql), null);
        var query = new TraceQuery(["0"], 2, string.Empty);
        TraceSearch.Find(
            new SqlSession(connection, SqliteDialect.Instance), new TermDictionary(), query, TraceFilter.Parse(filter), TraceOrder.Parse(order is null ? [] : [order]), limits,
            CancellationToken.None);
        raw.sqlite3_trace(connection.Handle, (strdelegate_trace?)null, null);
        return [.. statements.Where(sql => sql.StartsWith("SELECT", StringComparison.Ordinal))];
    }

    private static IEnumerable<string> Plan(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        using var rows = command.ExecuteReader();
        var lines = new List<string>();
        while (rows.Read())
        {
            lines.Add(rows.GetString(3));
        }

        return lines;
    }
}
