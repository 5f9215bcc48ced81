namespace OtelBridge.Web.Comparison;

/// <summary>A line of two texts beside each other.</summary>
/// <param name="LeftNumber">Its number on the left; zero when it is not there.</param>
/// <param name="RightNumber">Its number on the right; zero likewise.</param>
/// <param name="Left">What stands on the left.</param>
/// <param name="Right">What stands on the right.</param>
public sealed record DifferenceLine(int LeftNumber, int RightNumber, IReadOnlyList<DifferencePiece> Left, IReadOnlyList<DifferencePiece> Right)
{
    /// <summary>Gets whether both sides have it, and the same.</summary>
    public bool IsSame { get; init; }
}
