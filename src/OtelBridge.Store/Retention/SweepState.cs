namespace OtelBridge.Store.Retention;

/// <summary>What retention has done until a moment.</summary>
/// <param name="Last">When the last sweep ended; null before the first.</param>
/// <param name="Next">When the next one begins; null before the first, and where there is none.</param>
/// <param name="TooOld">Traces that were deleted for their age.</param>
/// <param name="TooMuch">Traces that were deleted for the size of all.</param>
/// <param name="Fault">Why the last sweep could not go on; empty when it did.</param>
public sealed record SweepState(DateTimeOffset? Last, DateTimeOffset? Next, long TooOld, long TooMuch, string Fault);
