namespace OtelBridge.ClickHouseEngine.Faults;

/// <summary>A statement that was sent, whatever became of it.</summary>
/// <param name="Text">The beginning of the statement; of an INSERT without its data.</param>
/// <param name="QueryId">The id that the client gave it.</param>
/// <param name="Settings">The settings that were sent with it.</param>
/// <param name="DataLength">How many bytes of data an INSERT had.</param>
public sealed record SentStatement(string Text, string QueryId, IReadOnlyDictionary<string, string> Settings, int DataLength);
