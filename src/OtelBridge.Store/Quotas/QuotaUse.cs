namespace OtelBridge.Store.Quotas;

/// <summary>What somebody has stored on a day, at all servers on a store.</summary>
/// <param name="Subject">Who: a text that means something to servers alone.</param>
/// <param name="Day">The day of UTC, counted from 1970.</param>
/// <param name="Spans">How many spans.</param>
/// <param name="Bytes">How many bytes of them.</param>
public sealed record QuotaUse(string Subject, long Day, long Spans, long Bytes);
