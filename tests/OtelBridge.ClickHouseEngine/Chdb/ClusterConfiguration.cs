namespace OtelBridge.ClickHouseEngine.Chdb;

/// <summary>The configuration of the engine: the clusters that it knows, and one thread for what it schedules by itself.</summary>
/// <remarks>With several such threads the library comes to its end now and then, after minutes: they share a table of log messages that nothing protects. Both shards of <c>pair</c> are the engine itself; of <c>broken</c> the second one is nobody: port 1 refuses.</remarks>
internal static class ClusterConfiguration
{
    public const string Text = """
        <clickhouse>
          <tcp_port>9000</tcp_port>
          <remote_servers>
            <pair>
              <shard><internal_replication>true</internal_replication><replica><host>127.0.0.1</host></replica></shard>
              <shard><internal_replication>true</internal_replication><replica><host>127.0.0.1</host></replica></shard>
            </pair>
            <broken>
              <shard><internal_replication>true</internal_replication><replica><host>127.0.0.1</host></replica></shard>
              <shard><internal_replication>true</internal_replication><replica><host>127.0.0.1</host><port>1</port></replica></shard>
            </broken>
          </remote_servers>
          <background_schedule_pool_size>1</background_schedule_pool_size>
          <macros><shard>1</shard><replica>1</replica></macros>
        </clickhouse>
        """;
}
