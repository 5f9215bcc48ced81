namespace OtelBridge.Interop.Tests.Deployment;

/// <summary>The example of a cluster: its files agree with each other. No container ran.</summary>
public sealed class ClusterExampleTests
{
    private const string Compose = "docker-compose.yaml";

    [Fact]
    public void Files_AsTheyAre_HaveNoProblems() => new ClusterExample(Read).Problems().ShouldBeEmpty();

    [Theory]
    [InlineData(Compose, "nginx:1.28.0", "nginx:latest", "balancer has an image that is not known: nginx:latest")]
    [InlineData(Compose, "  keeper: #", "  zookeeper: #", "the keeper of the configuration is not that of the services")]
    [InlineData(Compose, "SHARD: \"2\"", "SHARD: \"1\"", "clickhouse-2-1 is replica 1 of shard 2, and its environment says otherwise")]
    [InlineData(Compose, "CLICKHOUSE_DB: otelbridge", "CLICKHOUSE_DB: traces", "clickhouse-1-1 has not the database or the name of the store's address")]
    [InlineData(Compose, "aliases: [clickhouse]", "aliases: [click]", "clickhouse-1-1 has not the database or the name of the store's address")]
    [InlineData(Compose, "cluster=traces", "cluster=shards", "there is no cluster shards")]
    [InlineData(Compose, "http://otelbridge:", "http://writer:", "there is no user writer")]
    [InlineData(Compose, "@postgres:5432", "@postgres:5433", "the catalogue is at postgres:5433, where no service listens")]
    [InlineData(Compose, "\"127.0.0.1:5000:5000\"", "\"5000:5000\"", "balancer publishes 5000:5000, which is beyond this machine or where it does not listen")]
    [InlineData(Compose, "\"*:4317\"", "\"*:4316\"", "otelbridge-1 does not start as the container does")]
    [InlineData("collector.yaml", "[otelbridge-1:4317, otelbridge-2:4317]", "[otelbridge-1:4317, otelbridge-3:4317]", "collector sends to otelbridge-3:4317, where no service listens")]
    [InlineData("collector.yaml", "routing_key: traceID", "routing_key: trace", "exporters.loadbalancing.routing_key: 'trace' is not traceID|service")]
    [InlineData("nginx.conf", "otelbridge-2:5000", "otelbridge-2:5001", "balancer sends to otelbridge-2:5001, where no service listens")]
    [InlineData("clickhouse/cluster.xml", "<replica><host>clickhouse-2-2</host><port>9000</port></replica>", "", "clickhouse-2-2 is in no shard")]
    [InlineData("clickhouse/cluster.xml", "<internal_replication>true", "<internal_replication>false", "a shard does not replicate by itself")]
    [InlineData("clickhouse/cluster.xml", "<port>9181</port>", "<port>2181</port>", "the keeper of the configuration is not that of the services")]
    [InlineData("clickhouse/users.xml", "ON otelbridge.*", "ON traces.*", "otelbridge may do nothing with otelbridge")]
    public void Files_OneBrokenInOnePlace_HaveThatProblem(string file, string text, string broken, string problem)
    {
        var original = Read(file);
        var at = original.IndexOf(text, StringComparison.Ordinal);
        at.ShouldBeGreaterThan(0);

        var problems = new ClusterExample(name => name == file ? string.Concat(original.AsSpan(0, at), broken, original.AsSpan(at + text.Length)) : Read(name)).Problems();

        problems.ShouldContain(problem);
    }

    private static string Read(string name) => File.ReadAllText(ClusterExample.Path(name));
}
