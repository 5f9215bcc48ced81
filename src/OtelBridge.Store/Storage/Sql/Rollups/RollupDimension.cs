namespace OtelBridge.Store.Storage.Sql.Rollups;

/// <summary>What kept sums are split by. Stored: numbers never change meaning.</summary>
internal enum RollupDimension
{
    /// <summary>Not split: one sum of all traces.</summary>
    Traces = 0,

    TraceName = 1,
    Model = 2,
    SpanName = 3,
    SpanType = 4,
}
