using OtelBridge.Store.Search;

namespace OtelBridge.Store.Storage.Search;

/// <summary>The nanoseconds that a comparison of whole milliseconds lets pass: from one to before another.</summary>
/// <remarks>For indexes, which are over nanoseconds; <c>!=</c> lets everything pass and is tested again.</remarks>
internal readonly record struct NumberRange(long From, long Before)
{
    private const long NanosPerMilli = 1_000_000;
    private const long LargestMilli = long.MaxValue / NanosPerMilli;

    public static NumberRange All => new(long.MinValue, long.MaxValue);

    public static NumberRange OfMillis(ComparisonNode comparison)
    {
        var number = comparison.Value.Number!.Value; // the field is a number
        var (floor, above) = (Nanos(Math.Floor(number)), Nanos(Math.Floor(number) + 1));
        var ceiling = Nanos(Math.Ceiling(number));
        return comparison.Operator switch
        {
            FilterOperator.Equal => new(floor, above),
            FilterOperator.Less => new(long.MinValue, ceiling),
            FilterOperator.LessOrEqual => new(long.MinValue, above),
            FilterOperator.Greater => new(above, long.MaxValue),
            FilterOperator.GreaterOrEqual => new(ceiling, long.MaxValue),
            _ => All,
        };
    }

    /// <summary>Gives what both let pass.</summary>
    public NumberRange And(NumberRange other) => new(Math.Max(From, other.From), Math.Min(Before, other.Before));

    private static long Nanos(double millis) => millis >= LargestMilli ? long.MaxValue : millis <= -LargestMilli ? long.MinValue : (long)millis * NanosPerMilli;
}
