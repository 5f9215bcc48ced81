namespace OtelBridge.Chaos.Soak;

/// <summary>A bound, and whether it was kept.</summary>
internal sealed record Bound(string What, string Middle, string Last, string May, bool IsKept);
