namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>A row that a condition may hold for.</summary>
/// <param name="Position">Where it stands in the order; the id of the trace last.</param>
/// <param name="Version">Which version of the trace it is.</param>
internal sealed record TraceRow(object?[] Position, ulong Version)
{
    public string TraceId => (string)Position[^1]!;
}
