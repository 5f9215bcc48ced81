namespace OtelBridge.Benchmarks.Measuring;

/// <summary>One line of the report. The form is fixed, so that anyone can compare two reports.</summary>
/// <param name="Name">Dotted name; <c>--only</c> selects by its beginning.</param>
/// <param name="Value">Median over the rounds.</param>
/// <param name="Unit">Unit of value, bound, min and max.</param>
/// <param name="Better"><c>lower</c> or <c>higher</c>.</param>
/// <param name="Bound">What we hold ourselves to; null where there is no promise.</param>
/// <param name="Baseline">What it was measured against, in the same round; null for a plain figure.</param>
/// <param name="Rounds">Number of rounds after the warm-up.</param>
/// <param name="Min">Smallest round.</param>
/// <param name="Max">Largest round.</param>
internal sealed record Result(
    string Name, double Value, string Unit, string Better, double? Bound, string? Baseline, int Rounds, double Min, double Max)
{
    public const string Lower = "lower";
    public const string Higher = "higher";
}
