using System.Text.RegularExpressions;
using Npgsql;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Text;
using OtelBridge.Store.Storage.Postgres;
using OtelBridge.Store.Storage.Sql;
using OtelBridge.Store.Storage.Sql.Search;
using OtelBridge.TestSupport.Postgres;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.Postgres;

/// <summary>Every search for which speed is promised has an index for each of its statements.</summary>
/// <remarks>PostgreSQL reads small tables whole, whatever indexes there are. With that made unattractive a scan means that no index will do.</remarks>
public sealed partial class PostgresSearchPlanTests(PostgresSearchPlanTests.FiveTraces traces) : IClassFixture<PostgresSearchPlanTests.FiveTraces>
{
    [Theory]
    [InlineData("")]
    [InlineData("status = 'ERROR'")]
    [InlineData("client_request_id = 'x'")]
    [InlineData("execution_time > 500")]
    [InlineData("name LIKE '%x%'")]
    [InlineData("tags.env = 'prod'")]
    [InlineData("session = 's'")]
    [InlineData("run_id = 'r'")]
    [InlineData("span.name = 'x'")]
    [InlineData("span.duration_ms > 12000")]
    [InlineData("model = 'x'")]
    [InlineData("error LIKE '%Timeout%'")]
    [InlineData("tokens.total > 5")]
    [InlineData("cost.total > 0.5")]
    [InlineData("feedback.ok = 'true'")]
    [InlineData("trace.text MATCH 'some words'")]
    [InlineData("span.attributes.k = 'v'")]
    [InlineData("status = 'OK' AND tags.env = 'prod' AND span.name LIKE '%x%'")]
    [InlineData("", "execution_time DESC")]
    [InlineData("", "tokens.total DESC")]
    [InlineData("", "cost.total DESC")]
    public async Task Search_Promised_ScansNoTable(string filter, string? order = null)
    {
        await using var connection = new NpgsqlConnection((await traces.Database.AddressAsync())["postgres:".Length..] + ";Pooling=false");
        await connection.OpenAsync();
        var plans = new List<string>();
        connection.Notice += (_, notice) => plans.Add(notice.Notice.MessageText);
        await ExecuteAsync(connection, "LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_level = notice; SET enable_seqscan = off");

        foreach (var limits in (SearchLimits[])[SearchLimits.Default, SearchLimits.Default with { FewCandidates = -1, ManyCandidates = -1 }])
        {
            TraceSearch.Find(
                new SqlSession(connection, PostgresDialect.Instance),
                new TermDictionary(),
                new TraceQuery(["0"], 2, string.Empty),
                TraceFilter.Parse(filter),
                TraceOrder.Parse(order is null ? [] : [order]),
                limits,
                CancellationToken.None);
        }

        plans.ShouldNotBeEmpty();
        plans.SelectMany(plan => plan.Split('\n')).Where(line => Scan().IsMatch(line)).ShouldBeEmpty(string.Join('\n', plans));
    }

    [GeneratedRegex("Seq Scan on (?!experiments|text_pending)")]
    private static partial Regex Scan();

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A store that nobody changes any more.</summary>
    public sealed class FiveTraces : IAsyncLifetime
    {
        public PostgresTestDatabase Database { get; } = new();

        public async Task InitializeAsync()
        {
            await using var store = await Database.OpenAsync();
            await new TraceIngestor(store).IngestAsync(Request(Enumerable.Range(1, 5).Select(i => Span(i, 1))), null, CancellationToken.None);
        }

        public async Task DisposeAsync() => await Database.DisposeAsync();
    }
}
