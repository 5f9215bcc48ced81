namespace OtelBridge.ClickHouseEngine.Chdb;

/// <summary>The clusters that the engine knows.</summary>
/// <remarks>Both shards of <c>pair</c> are the engine itself; of <c>broken</c> the second one is nobody: port 1 refuses.</remarks>
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
          <profiles>
            <default>
              <query_profiler_real_time_period_ns>0</query_profiler_real_time_period_ns>
              <query_profiler_cpu_time_period_ns>0</query_profiler_cpu_time_period_ns>
              <log_queries>0</log_queries>
            </default>
          </profiles>
          <macros><shard>1</shard><replica>1</replica></macros>
        </clickhouse>
        """;
}
