using OtelBridge.Store.Storage.ClickHouse;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

/// <summary>The statements that migrations become, on one server and on a cluster.</summary>
public sealed class ClickHouseTablesTests
{
    private const string Script = """
        -- A comment; with a semicolon.
        CREATE TABLE IF NOT EXISTS versions ${cluster}
        (
            version UInt32
        )
        ENGINE = ${ReplicatedEverywhere}MergeTree
        ORDER BY version;

        CREATE TABLE IF NOT EXISTS things${local} ${cluster}
        (
            trace_id String
        )
        ENGINE = ${Replicated}ReplacingMergeTree(version)
        ORDER BY trace_id;

        CREATE MATERIALIZED VIEW IF NOT EXISTS things_view${local} ${cluster} TO heads${local}
        AS SELECT trace_id FROM things${local};

        """;

    private static readonly ClickHouseTables One = Tables("clickhouse:http://127.0.0.1:8123/store");
    private static readonly ClickHouseTables Cluster = Tables("clickhouse:http://127.0.0.1:8123/store?cluster=pair&catalog=postgresql://a@b/c");

    [Fact]
    public void Statements_OneServer_HaveNothingOfAClusterInThem()
    {
        var statements = One.Statements(Script).ToList();

        statements.Count.ShouldBe(3);
        statements[0].ShouldEndWith("ENGINE = MergeTree\nORDER BY version");
        statements[1].ShouldBe("CREATE TABLE IF NOT EXISTS things \n(\n    trace_id String\n)\nENGINE = ReplacingMergeTree(version)\nORDER BY trace_id");
        statements[2].ShouldBe("CREATE MATERIALIZED VIEW IF NOT EXISTS things_view  TO heads\nAS SELECT trace_id FROM things");
    }

    [Fact]
    public void Statements_Cluster_AreForReplicatedTablesAndDistributedOnesOverThem()
    {
        var statements = Cluster.Statements(Script).ToList();

        statements.Count.ShouldBe(4);
        statements[0].ShouldContain("CREATE TABLE IF NOT EXISTS versions ON CLUSTER 'pair'\n");
        statements[0].ShouldContain("ENGINE = ReplicatedMergeTree('/clickhouse/tables/{database}/{table}/everywhere', '{shard}-{replica}')\n");
        statements[1].ShouldContain("CREATE TABLE IF NOT EXISTS things_local ON CLUSTER 'pair'\n");
        statements[1].ShouldContain("ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{database}/{table}/{shard}', '{replica}', version)\n");
        statements[2].ShouldBe("CREATE TABLE IF NOT EXISTS things ON CLUSTER 'pair' AS things_local\nENGINE = Distributed('pair', 'store', 'things_local', cityHash64(trace_id))");
        statements[3].ShouldBe("CREATE MATERIALIZED VIEW IF NOT EXISTS things_view_local ON CLUSTER 'pair' TO heads_local\nAS SELECT trace_id FROM things_local");
    }

    [Theory]
    [InlineData(false, 6)]
    [InlineData(true, 10)]
    public void Statements_OfTheFirstMigration_AreWholeAndHaveNoTokenLeft(bool isCluster, int count)
    {
        var statements = (isCluster ? Cluster : One).Statements(ClickHouseSchema.Script(1)).ToList();

        statements.Count.ShouldBe(count);
        statements.ShouldAllBe(statement => !statement.Contains("${") && !statement.EndsWith(';'));
        statements.Count(statement => statement.Contains("ON CLUSTER 'pair'")).ShouldBe(isCluster ? count : 0);
        statements.Count(statement => statement.Contains("ENGINE = Replicated")).ShouldBe(isCluster ? 5 : 0);
        statements.Where(statement => statement.Contains("ENGINE = Distributed")).ShouldAllBe(statement => statement.EndsWith("cityHash64(trace_id))"));
        foreach (var table in (string[])["spans", "trace_writes", "traces", "trace_heads"])
        {
            statements.Count(statement => statement.StartsWith($"CREATE TABLE IF NOT EXISTS {table} ") || statement.Contains($"\nCREATE TABLE IF NOT EXISTS {table} ")).ShouldBe(1);
        }
    }

    [Fact]
    public void Delete_OnCluster_NamesTheTablesThatHoldRowsOnAllServers()
    {
        One.Delete("spans", "trace_id = 'a'").ShouldBe("DELETE FROM spans  WHERE trace_id = 'a'");
        Cluster.Delete("spans", "trace_id = 'a'").ShouldBe("DELETE FROM spans_local ON CLUSTER 'pair' WHERE trace_id = 'a'");
    }

    [Fact]
    public void OfAllShards_OnCluster_IsThatOfOneReplicaOfEachShard()
    {
        One.OfAllShards("parts").ShouldBe("system.parts");
        Cluster.OfAllShards("parts").ShouldBe("cluster('pair', system.parts)");
    }

    private static ClickHouseTables Tables(string address) => new(ClickHouseAddress.Parse(address));
}
