namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>A row that a condition may hold for.</summary>
/// <param name="Position">Where it stands in the order; the id of the trace last.</param>
/// <param name="Version">Which version of the trace it is.</param>
/// <param name="Known">What is known of the columns of an <see cref="Storage.Search.UndecidedFilter"/>.</param>
internal sealed record TraceRow(object?[] Position, ulong Version, bool[] Known)
{
    public string TraceId => (string)Position[^1]!;
}
