namespace OtelBridge.Web.Comparison;

/// <summary>A row of two trees beside each other.</summary>
/// <param name="Left">The span of the left trace; null when it has none that fits.</param>
/// <param name="Right">The span of the right trace; null likewise.</param>
/// <param name="Depth">How deep it lies.</param>
internal readonly record struct AlignedSpan(ComparedSpan? Left, ComparedSpan? Right, int Depth);
