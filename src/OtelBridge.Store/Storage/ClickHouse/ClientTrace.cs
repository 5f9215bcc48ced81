namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>A trace as whoever changes what clients have said of it sees it.</summary>
/// <param name="TraceId">The trace.</param>
/// <param name="Record">Its record; null when it is not stored.</param>
/// <param name="State">What clients have said of it, to be changed.</param>
internal sealed record ClientTrace(string TraceId, ClickHouseRecord? Record, ClientState State)
{
    /// <summary>Gives the record of a trace that has to be there.</summary>
    /// <exception cref="NotStoredException">There is no such trace.</exception>
    public ClickHouseRecord Require() => Record ?? throw Sql.SqlTraceFacts.NotStored(TraceId);
}
