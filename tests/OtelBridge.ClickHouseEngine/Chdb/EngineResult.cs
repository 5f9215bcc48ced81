namespace OtelBridge.ClickHouseEngine.Chdb;

/// <summary>What a statement gave.</summary>
/// <param name="Data">The rows in the format that was asked for; empty for statements without a result.</param>
/// <param name="RowsRead">Rows read from tables.</param>
/// <param name="RowsWritten">Rows written, those of materialised views too.</param>
internal sealed record EngineResult(byte[] Data, ulong RowsRead, ulong RowsWritten);
