using Microsoft.Data.Sqlite;
using OtelBridge.Otlp;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sql;
using OtelBridge.Store.Storage.Sqlite;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.Sqlite;

/// <summary>How the words of deleted traces leave the text index, in a store where few traces are many.</summary>
public sealed class SqliteTextGenerationsTests : StoreSuite, IDisposable
{
    private const int Least = 20;

    private readonly TemporaryFolder _folder = new();

    private string DatabaseFile => _folder.File("traces.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Delete_TracesOfEveryKind_AreNotFoundByTheirWordsAnyMore()
    {
        await IngestAsync(Request(Said(1, "walrus shared"), Said(2, "shared"), Said(3, "ibis")));
        await Store.FinishIndexAsync(CancellationToken.None);
        await IngestAsync(Request(Span(3, 2, parent: 1).With("said", "late heron"), Said(4, "never indexed")));

        await DeleteAsync(1, 3, 4);

        await Store.FinishIndexAsync(CancellationToken.None);
        (await FindAsync("shared")).ShouldBe([2]);
        foreach (var word in (string[])["walrus", "ibis", "heron", "indexed"])
        {
            (await FindAsync(word)).ShouldBeEmpty(word);
        }
    }

    [Fact]
    public async Task Step_AfterRetention_NoWordOfADeletedTraceIsLeft_AndTheOthersAreFound()
    {
        await AddAsync(1, 60);
        await TurnAsync(); // all of it is the older part now
        await AddAsync(61, 90);
        await DeleteAsync([.. Enumerable.Range(1, 60).Where(static number => number % 20 != 0)]);
        Terms().ShouldContain("only7", "it is still there, for a key that nothing has");

        await TurnAsync();

        Terms().ShouldNotContain("only7");
        Enumerable.Range(1, 90).Where(number => Terms().Contains($"only{number}")).ShouldBe([20, 40, 60, .. Enumerable.Range(61, 30)]);
        (await FindAsync("shared")).Order().ShouldBe([20, 40, 60, .. Enumerable.Range(61, 30)]);
        (await FindAsync("only40")).ShouldBe([40]);
        (await FindAsync("only7")).ShouldBeEmpty();
        Scalar("SELECT count(*) FROM sqlite_master WHERE name LIKE 'trace_text_gone%'").ShouldBe(0);
    }

    [Fact]
    public async Task Step_MuchIsKeptForEver_TheIndexStillStopsGrowing()
    {
        // Every second trace stays: the older part is never nearly empty.
        for (var first = 1; first <= 400; first += 40)
        {
            await AddAsync(first, first + 39);
            await DeleteAsync([.. Enumerable.Range(first, 40).Where(number => number % 2 == 0 || number > 100)]);
            await TurnAsync();
        }

        var dead = Terms().Count(static term => term.StartsWith("only", StringComparison.Ordinal)) - 50;

        dead.ShouldBeLessThanOrEqualTo((2 * 50) + Least + 40);
        (await FindAsync("shared")).Count.ShouldBe(50);
    }

    [Fact]
    public async Task Step_CutShortAnywhere_GoesOnWhereItWas()
    {
        await AddAsync(1, 150);
        await TurnAsync();
        await AddAsync(151, 160);
        await DeleteAsync([.. Enumerable.Range(1, 140)]);
        bool more;
        do
        {
            more = await StepAsync();
            (await FindAsync("shared")).Order().ShouldBe(Enumerable.Range(141, 20), "at any moment");
            await ReopenAsync();
        }
        while (more);

        Terms().ShouldNotContain("only7");
        Terms().ShouldContain("only145");
    }

    [Fact]
    public async Task Step_TraceGrowsWhileItIsMoved_IsFoundByAllOfItsWords()
    {
        await AddAsync(1, 60);
        await TurnAsync();
        await DeleteAsync([.. Enumerable.Range(1, 58)]);
        await IngestAsync(Request(Span(59, 2, parent: 1).With("said", "late")));

        await TurnAsync();

        (await FindAsync("late")).ShouldBe([59]);
        (await FindAsync("only59")).ShouldBe([59]);
        await Store.FinishIndexAsync(CancellationToken.None);
        (await FindAsync("late")).ShouldBe([59]);
    }

    [Fact]
    public async Task Step_NothingDeleted_DoesNothing()
    {
        await AddAsync(1, 60);
        await TurnAsync();

        (await StepAsync()).ShouldBeFalse();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        SqliteIntegrity.Check(DatabaseFile);
    }

    protected override Task<ITraceStore> OpenAsync() => TraceStores.OpenAsync("sqlite:" + DatabaseFile, StoreAccess.ReadWrite, CancellationToken.None);

    protected override void Empty()
    {
        foreach (var file in Directory.GetFiles(_folder.Path))
        {
            File.Delete(file);
        }
    }

    private static Span Said(int number, string words) => Span(number, 1).With("said", words);

    private async Task AddAsync(int first, int last)
    {
        await IngestAsync(Request(Enumerable.Range(first, last - first + 1).Select(static number => Said(number, $"shared only{number}"))));
        await Store.FinishIndexAsync(CancellationToken.None);
    }

    private Task DeleteAsync(params int[] numbers) =>
        Store.Records.DeleteAsync(new TraceDeletion("0") { TraceIds = [.. numbers.Select(TraceIdText)] }, CancellationToken.None);

    private async Task TurnAsync()
    {
        while (await StepAsync())
        {
        }
    }

    private async Task<bool> StepAsync()
    {
        await using var generations = new SqliteTextGenerations(((ISqlTraceStore)Store).Database, TimeProvider.System, Least);
        return await generations.StepAsync(CancellationToken.None);
    }

    private async Task<List<int>> FindAsync(string word)
    {
        var page = await Store.Reader.SearchTracesAsync(new TraceQuery(["0"], 500, string.Empty) { Filter = $"trace.text MATCH '{word}'" }, CancellationToken.None);
        return [.. page.Items.Select(static trace => Enumerable.Range(1, 500).First(number => TraceIdText(number) == trace.TraceId))];
    }

    // The words that the file lists, in both parts.
    private List<string> Terms()
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = """
            CREATE VIRTUAL TABLE temp.newer USING fts5vocab (main, trace_text, row);
            CREATE VIRTUAL TABLE temp.older USING fts5vocab (main, trace_text_before, row);
            SELECT term FROM newer UNION SELECT term FROM older
            """;
        using var row = command.ExecuteReader();
        var terms = new List<string>();
        while (row.Read())
        {
            terms.Add(row.GetString(0));
        }

        return terms;
    }

    private long Scalar(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        connection.Open();
        return connection;
    }
}
