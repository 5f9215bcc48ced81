namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Names and kinds of tables: on one server as they are called, on a cluster in two layers.</summary>
internal sealed class ClickHouseTables(ClickHouseAddress address)
{
    /// <summary>Gets what the names of the tables that hold rows end with; statements that only those take name them so.</summary>
    public string Local => address.Cluster is null ? string.Empty : "_local";

    /// <summary>Gets what makes a statement one of the whole cluster.</summary>
    public string OnCluster => address.Cluster is null ? string.Empty : $"ON CLUSTER '{address.Cluster}'";

    /// <summary>Gives the statements of a migration.</summary>
    public IEnumerable<string> Statements(string script) => script
        .Replace("${local}", Local, StringComparison.Ordinal)
        .Replace("${cluster}", OnCluster, StringComparison.Ordinal)
        .Replace("${Replicated}", address.Cluster is null ? string.Empty : "Replicated", StringComparison.Ordinal)
        .Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Where(static statement => statement.Split('\n').Any(static line => line.Length > 0 && !line.StartsWith("--", StringComparison.Ordinal)));
}
