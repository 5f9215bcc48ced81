namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Which version of the record of a trace counts, and where it is.</summary>
internal readonly record struct TraceHead(string TraceId, ulong Version, long ExperimentId, long StartUnixNano, ulong Arrival);
