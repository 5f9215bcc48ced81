using System.Text.RegularExpressions;
using OtelBridge.ClickHouseEngine.Chdb;

namespace OtelBridge.ClickHouseEngine.Http;

/// <summary>
/// Lets the engine pass for a cluster of two shards. Distributed tables are the engine's own: they send rows by their key, and ask both shards.
/// As both are this engine, a shard sees the rows of its key alone, by a filter that is set for SELECT. What needs a keeper is left out:
/// statements for the whole cluster run here, and tables do not replicate.
/// </summary>
internal static partial class ClusterStandIn
{
    private static readonly string[] Tables = ["spans", "trace_writes", "traces", "trace_heads"];

    /// <summary>Whether a client speaks to a cluster: then it says what its subqueries mean.</summary>
    public static bool IsMeant(QueryRequest request) => request.Settings.ContainsKey("distributed_product_mode");

    /// <summary>Sets the session up, and gives the statement as this engine can run it.</summary>
    public static string Prepare(EngineConnection connection, QueryRequest request, string text)
    {
        connection.Set("prefer_localhost_replica", "1"); // there is no other way to it

        // With it the second shard would take its part for a repetition of the first one's. Without it a repeated insert is stored twice.
        connection.Set("insert_deduplication_token", string.Empty);
        if (Select().IsMatch(text))
        {
            var filters = Tables.Select(table => $"'{request.Database}.{table}_local':'cityHash64(trace_id) % 2 = shardNum() - 1'");
            connection.Set("use_query_condition_cache", "0"); // it would take the filters of both shards for the same
            connection.Set("additional_table_filters", $"{{{string.Join(',', filters)}}}");
        }

        return Replicated().Replace(OnCluster().Replace(text, string.Empty), static engine =>
            engine.Groups["kind"].Value + (engine.Groups["arguments"].Success ? $"({engine.Groups["arguments"].Value})" : string.Empty));
    }

    [GeneratedRegex(@"\A\s*(SELECT|WITH)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Select();

    [GeneratedRegex(@" ON CLUSTER '\w+'")]
    private static partial Regex OnCluster();

    // ReplicatedReplacingMergeTree('path', 'replica', version)
    [GeneratedRegex(@"\bReplicated(?<kind>\w*MergeTree)\('[^']*', '[^']*'(, (?<arguments>[^)]*))?\)")]
    private static partial Regex Replicated();
}
