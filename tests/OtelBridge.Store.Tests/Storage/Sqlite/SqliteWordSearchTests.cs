using System.Globalization;
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

/// <summary>What searches for words ask of a store when very many traces have the words: the index a few times, and no span longer than somebody waits.</summary>
public sealed class SqliteWordSearchTests : IAsyncLifetime
{
    private const int Traces = 300;
    private const string Apart = "trace.text LIKE '%bold claim%'"; // every trace has both words, and none has them so

    // So that a few hundred traces are to a search what a million are.
    private static readonly SearchLimits Small = SearchLimits.Default with { Batch = 3, FewCandidates = 2, ManyCandidates = 12, MostCandidates = 40 };

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteFile _file;

    public SqliteWordSearchTests() => _file = new SqliteFile(_folder.File("traces.db"), StoreAccess.ReadOnly);

    public async Task InitializeAsync()
    {
        await using var store = await TraceStores.OpenAsync("sqlite:" + _file.Path, StoreAccess.ReadWrite, CancellationToken.None);
        await new TraceIngestor(store).IngestAsync(
            Request(Enumerable.Range(1, Traces).Select(i => Span(i, 1, offsetMs: i).With("note", $"claim {i % 7} delivered, bolder and bold"))), null, CancellationToken.None);
        await store.FinishIndexAsync(CancellationToken.None);
    }

    public Task DisposeAsync()
    {
        _file.Close();
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("trace.text MATCH 'bol* deliver*'", Traces, 6)]
    [InlineData("trace.text ILIKE '%laim%'", Traces, 6)]
    [InlineData("NOT trace.text MATCH 'bol*'", 0, 6)]
    [InlineData("trace.text MATCH 'bol*' AND NOT trace.text LIKE '%claim 3%'", Traces - 43, 6)]
    [InlineData(Apart, 0, 6)]
    public void Count_OfWordsThatAllTracesHave_AsksTheIndexAFewTimes(string filter, long expected, int most)
    {
        var (count, questions) = Asked(session => TraceSearch.Count(session, new TermDictionary(), ["0"], TraceFilter.Parse(filter), Small, CancellationToken.None));

        count.ShouldBe(expected);
        questions.Count.ShouldBeLessThanOrEqualTo(most, string.Join('\n', questions));
    }

    [Theory]
    [InlineData("trace.text MATCH 'bol* deliver*'", "", 100)]
    [InlineData("trace.text MATCH 'bol* deliver*'", "execution_time DESC", 100)]
    [InlineData(Apart, "", 0)]
    public void Page_OfWordsThatAllTracesHave_AsksTheIndexAFewTimes(string filter, string order, int expected)
    {
        var query = new TraceQuery(["0"], 100, string.Empty) { Filter = filter, OrderBy = order.Length > 0 ? [order] : [] };

        var (page, questions) = Asked(session => TraceSearch.Find(
            session, new TermDictionary(), query, TraceFilter.Parse(filter), TraceOrder.Parse(query.OrderBy), Small, CancellationToken.None));

        page.Keys.Count.ShouldBe(expected);
        questions.Count.ShouldBeLessThanOrEqualTo(8, string.Join('\n', questions));
    }

    [Fact]
    public void Beginning_OfFewWords_AsksTheIndexForThose()
    {
        var (_, questions) = Asked(session => TraceSearch.Count(
            session, new TermDictionary(), ["0"], TraceFilter.Parse("trace.text MATCH 'bol*'"), SearchLimits.Default, CancellationToken.None));

        questions.ShouldContain(sql => sql.Contains("\"bolder\"", StringComparison.Ordinal));
        questions.ShouldNotContain(sql => sql.Contains("\"bol\"*", StringComparison.Ordinal));
    }

    [Fact]
    public void Spans_WhenTheSearchIsStopped_AreReadNoFurther()
    {
        using var connection = _file.OpenForReading();
        var session = new SqlSession(connection, SqliteDialect.Instance);
        var keys = session.Query("SELECT trace_key FROM traces", row => row.GetInt64(0));
        using var stop = new CancellationTokenSource();
        var read = 0;

        Should.Throw<OperationCanceledException>(() => TraceContents.Read(
            session,
            keys,
            (_, _) =>
            {
                Interlocked.Increment(ref read);
                stop.Cancel();
            },
            null,
            stop.Token));

        read.ShouldBeLessThan(10, string.Create(CultureInfo.InvariantCulture, $"of {keys.Count}"));
    }

    private (T Result, List<string> Questions) Asked<T>(Func<SqlSession, T> search)
    {
        using var connection = _file.OpenForReading();
        var statements = new List<string>();
        raw.sqlite3_trace(connection.Handle, (_, sql) => statements.Add(sql), null);
        var result = search(new SqlSession(connection, SqliteDialect.Instance));
        raw.sqlite3_trace(connection.Handle, (strdelegate_trace?)null, null);
        return (result, [.. statements.Where(sql => sql.StartsWith("SELECT", StringComparison.Ordinal) && sql.Contains("trace_text MATCH", StringComparison.Ordinal))]);
    }
}
