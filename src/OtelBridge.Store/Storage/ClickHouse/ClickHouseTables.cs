using System.Text.RegularExpressions;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Names and kinds of tables: on one server as they are called, on a cluster in two layers.</summary>
/// <remarks>
/// <para>On a cluster the rows are in replicated tables, <c>spans_local</c> and so on, and <c>spans</c> is a Distributed table over those of all shards. All are sharded by the trace
/// alone, so all that is said of a trace is on one shard, and a subquery for its other rows asks that shard only.</para>
/// <para>Migrations have tokens: <c>${local}</c> after the names of tables that hold rows, <c>${cluster}</c> after the name of what is made or changed, <c>${Replicated}</c> before an engine, and
/// <c>${ReplicatedEverywhere}</c> before that of a table which every server of the cluster has whole.</para>
/// </remarks>
internal sealed class ClickHouseTables(ClickHouseAddress address)
{
    private const string ShardingKey = "cityHash64(trace_id)";

    // Named, not left to the server: a replica that comes later finds its table by these. {database}, {table}, {shard} and {replica} are filled in by each server.
    private const string ShardPath = "'/clickhouse/tables/{database}/{table}/{shard}', '{replica}'";
    private const string EverywherePath = "'/clickhouse/tables/{database}/{table}/everywhere', '{shard}-{replica}'";

    private static readonly Regex Engine = new(@"\$\{Replicated(?<everywhere>Everywhere)?\}(?<kind>\w*MergeTree)(\((?<arguments>[^)]*)\))?");

    private static readonly Regex CreatedTable = new(@"^CREATE TABLE IF NOT EXISTS (?<name>\w+)\$\{local\}", RegexOptions.Multiline);

    /// <summary>Gets the database, as text of SQL: each server of a cluster has a current one of its own.</summary>
    public string Database => $"'{address.Database}'";

    /// <summary>Gets what the names of the tables that hold rows end with; statements that only those take name them so.</summary>
    public string Local => IsCluster ? "_local" : string.Empty;

    /// <summary>Gets what makes a statement one of the whole cluster.</summary>
    public string OnCluster => IsCluster ? $"ON CLUSTER '{address.Cluster}'" : string.Empty;

    private bool IsCluster => address.Cluster is not null;

    /// <summary>Gives the statements of a migration. On a cluster each table that holds rows is followed by the Distributed table over it.</summary>
    public IEnumerable<string> Statements(string script)
    {
        foreach (var statement in script.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(HasText))
        {
            yield return Engine.Replace(statement.TrimEnd(';'), Replicated)
                .Replace("${local}", Local, StringComparison.Ordinal)
                .Replace("${cluster}", OnCluster, StringComparison.Ordinal);
            if (IsCluster && CreatedTable.Match(statement) is { Success: true } made)
            {
                yield return Distributed(made.Groups["name"].Value);
            }
        }
    }

    /// <summary>Gives the statement that deletes rows on all servers, and waits until they are gone.</summary>
    /// <param name="table">The table, as reads name it.</param>
    /// <param name="condition">Which rows, by its own columns alone: each server looks at what it has.</param>
    public string Delete(string table, string condition) => $"DELETE FROM {table}{Local} {OnCluster} WHERE {condition}";

    /// <summary>Gives a system table; on a cluster as one replica of each shard has it.</summary>
    /// <param name="systemTable">E.g. <c>parts</c>; tables are named there with <see cref="Local"/>.</param>
    public string OfAllShards(string systemTable) => IsCluster ? $"cluster('{address.Cluster}', system.{systemTable})" : $"system.{systemTable}";

    private static bool HasText(string statement) =>
        statement.Split('\n').Any(static line => line.Length > 0 && !line.StartsWith("--", StringComparison.Ordinal));

    // "${Replicated}ReplacingMergeTree(rank)" has its own arguments after those of the replication.
    private string Replicated(Match engine)
    {
        var (kind, arguments) = (engine.Groups["kind"].Value, engine.Groups["arguments"]);
        if (!IsCluster)
        {
            return kind + (arguments.Success ? $"({arguments.Value})" : string.Empty);
        }

        var path = engine.Groups["everywhere"].Success ? EverywherePath : ShardPath;
        return $"Replicated{kind}({path}{(arguments.Success ? $", {arguments.Value}" : string.Empty)})";
    }

    private string Distributed(string name) =>
        $"CREATE TABLE IF NOT EXISTS {name} {OnCluster} AS {name}{Local}\nENGINE = Distributed('{address.Cluster}', '{address.Database}', '{name}{Local}', {ShardingKey})";
}
