namespace OtelBridge.Store.Masking;

/// <summary>What came of masking a store.</summary>
/// <param name="Traces">How many traces were looked at.</param>
/// <param name="ChangedTraces">How many of them the rules change.</param>
/// <param name="ChangedOthers">How many runs and experiments the rules change.</param>
/// <param name="Values">How many values, or parts of values, the rules find.</param>
/// <param name="Counts">The same by rule, field and experiment.</param>
/// <param name="Unreadable">Some of the traces that cannot be read, damaged or too large: they are as they were.</param>
public sealed record MaskingReport(long Traces, long ChangedTraces, long ChangedOthers, long Values, IReadOnlyList<MaskCount> Counts, IReadOnlyList<string> Unreadable);
