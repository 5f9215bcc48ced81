namespace OtelBridge.Web.Comparison;

/// <summary>An attribute on both sides.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Left">Its value on the left; null when it is not there.</param>
/// <param name="Right">Its value on the right; null likewise.</param>
/// <param name="IsSame">Whether the whole values are equal; what is shown of them may be cut.</param>
public sealed record AttributeDifference(string Key, string? Left, string? Right, bool IsSame);
