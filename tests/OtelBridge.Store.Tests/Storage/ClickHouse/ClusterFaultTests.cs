using OtelBridge.Store.Ingest;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.ClickHouse;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

/// <summary>A shard that does not answer: refused, or marked where somebody can mark it.</summary>
public sealed class ClusterFaultTests : IAsyncLifetime
{
    private const int Traces = 32;
    private const string CountSql = "SELECT count() FROM traces";

    private readonly ClusterTestStore _cluster = new("&partial=mark");
    private ITraceStore _store = null!; // set before each test
    private ClickHouseClient _client = null!;

    public async Task InitializeAsync()
    {
        _store = await _cluster.OpenAsync();
        _client = new ClickHouseClient(ClickHouseAddress.Parse(await _cluster.Database.AddressAsync()));
        await IngestAsync(Enumerable.Range(1, Traces));
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _store.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Tables_OfACluster_HaveEachTraceOnOneShard()
    {
        var shards = await _client.QueryAsync("SELECT shardNum(), count() FROM spans GROUP BY 1 ORDER BY 1", null, static row => (row.UInt32(), row.UInt64()), CancellationToken.None);

        shards.Select(static shard => shard.Item1).ShouldBe([1u, 2u]);
        shards.Sum(static shard => (long)shard.Item2).ShouldBe(Traces);
        shards.ShouldAllBe(static shard => shard.Item2 > 0);
        (await _cluster.Database.ExecuteAsync("SELECT count() FROM spans_local")).Trim().ShouldBe($"{Traces}");
        (await _cluster.Database.ExecuteAsync("SELECT uniqExact(trace_id) FROM trace_heads_local")).Trim().ShouldBe($"{Traces}");
    }

    [Fact]
    public async Task Answer_AllShardsAnswer_IsWholeAndNotMarked()
    {
        using var watch = PartialAnswer.Watch();

        (await CountAsync(_client.ForAnswers())).ShouldBe(Traces);

        watch.IsNoted.ShouldBeFalse();
    }

    [Fact]
    public async Task Answer_ShardIsMissing_LacksItsTracesAndIsMarked()
    {
        await _cluster.BreakAsync();
        using var watch = PartialAnswer.Watch();

        (await CountAsync(_client.ForAnswers())).ShouldBeInRange(1, Traces - 1);

        watch.IsNoted.ShouldBeTrue();
        watch.Begin().ShouldBeTrue();
    }

    [Fact]
    public async Task Answer_ShardIsMissingAndNobodyWatches_IsRefused()
    {
        await _cluster.BreakAsync();

        (await Should.ThrowAsync<ClickHouseException>(() => CountAsync(_client.ForAnswers()))).Code.ShouldBe(279);
    }

    [Fact]
    public async Task Answer_ShardIsMissingWhenTheAnswerHasBegun_IsRefused()
    {
        await _cluster.BreakAsync();
        using var watch = PartialAnswer.Watch();
        watch.Begin().ShouldBeFalse();

        await Should.ThrowAsync<ClickHouseException>(() => CountAsync(_client.ForAnswers()));

        watch.IsNoted.ShouldBeFalse();
    }

    [Fact]
    public async Task Answer_AddressRefusesPartialOnes_IsRefused()
    {
        await _cluster.BreakAsync();
        using var client = new ClickHouseClient(ClickHouseAddress.Parse((await _cluster.Database.AddressAsync()).Replace("partial=mark", "partial=refuse", StringComparison.Ordinal)));
        using var watch = PartialAnswer.Watch();

        await Should.ThrowAsync<ClickHouseException>(() => CountAsync(client.ForAnswers()));
    }

    [Fact]
    public async Task ReadById_ShardIsMissing_IsRefusedRatherThanNotFound()
    {
        await _cluster.BreakAsync();
        using var watch = PartialAnswer.Watch();

        var fault = await Should.ThrowAsync<StoreUnavailableException>(
            () => _store.Reader.GetTracesAsync([.. Enumerable.Range(1, Traces).Select(TraceIdText)], CancellationToken.None));

        fault.Message.ShouldContain("A shard of ClickHouse does not answer");
        watch.IsNoted.ShouldBeFalse();
    }

    [Fact]
    public async Task Write_ShardIsMissing_IsRefusedUntilItIsBackAndStoredOnce()
    {
        await _cluster.BreakAsync();
        using var watch = PartialAnswer.Watch();
        await Should.ThrowAsync<StoreUnavailableException>(() => IngestAsync(Enumerable.Range(100, Traces)));

        await _cluster.MendAsync();
        await IngestAsync(Enumerable.Range(100, Traces));

        var traces = await _store.Reader.GetTracesAsync([.. Enumerable.Range(100, Traces).Select(TraceIdText)], CancellationToken.None);
        traces.Count.ShouldBe(Traces);
        traces.ShouldAllBe(static trace => trace.Info.SpanCount == 1);
        (await CountAsync(_client, "SELECT uniqExact(trace_id) FROM trace_heads")).ShouldBe(2 * Traces);
    }

    [Fact]
    public async Task Statements_OnACluster_CarryWhatMakesThemFreshAndDurable()
    {
        var insert = (await _cluster.Database.SentAsync("INSERT INTO spans"))[0].Settings;

        insert["distributed_foreground_insert"].ShouldBe("1");
        insert["load_balancing"].ShouldBe("in_order");
        insert["prefer_localhost_replica"].ShouldBe("0");
        insert["insert_quorum"].ShouldBe("auto");
        insert["insert_quorum_timeout"].ShouldBe("60000");
        insert["insert_deduplication_token"].ShouldNotBeEmpty();
        (await _cluster.Database.SentAsync("CREATE TABLE")).ShouldAllBe(static statement => statement.Text.Contains("ON CLUSTER 'pair'"));
    }

    private static Task<long> CountAsync(ClickHouseClient client) => CountAsync(client, CountSql);

    private static async Task<long> CountAsync(ClickHouseClient client, string sql) =>
        (long)(await client.QueryAsync(sql, null, static row => row.UInt64(), CancellationToken.None))[0];

    private Task IngestAsync(IEnumerable<int> traces) =>
        new TraceIngestor(_store).IngestAsync(Request([.. traces.Select(static trace => Span(trace, 1))]), null, CancellationToken.None);
}
