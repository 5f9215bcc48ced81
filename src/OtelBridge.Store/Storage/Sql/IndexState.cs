namespace OtelBridge.Store.Storage.Sql;

/// <summary>What changes when the words of a trace do. Blocks are never written again: every span that is added or replaced changes their number or the newest.</summary>
/// <param name="Spans">How many spans there are.</param>
/// <param name="NewestBlock">The newest block that holds one of them.</param>
internal readonly record struct IndexState(long Spans, long NewestBlock);
