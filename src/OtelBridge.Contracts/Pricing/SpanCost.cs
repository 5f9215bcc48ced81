using System.Globalization;
using OtelBridge.Attributes;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Pricing;

/// <summary>What the model calls of one span cost, or their sum over a trace, in picodollars: US dollars times 10^12.</summary>
/// <remarks>Whole numbers, so that sums are exact whatever their order; a price of one dollar for a million tokens is a million of them for each. Every part
/// but the total may be unknown (null), which is not zero.</remarks>
/// <param name="Total">The whole cost.</param>
/// <param name="Input">The cost of the prompt, its cached tokens included.</param>
/// <param name="Output">The cost of the completion, what was thought included.</param>
/// <param name="CacheRead">The part of <paramref name="Input"/> that is for tokens the provider had in its cache.</param>
/// <param name="CacheWrite">The part of <paramref name="Input"/> that is for tokens the provider put into its cache.</param>
/// <param name="Reasoning">The part of <paramref name="Output"/> that is for tokens which were thought, not said.</param>
public sealed record SpanCost(
    long Total, long? Input = null, long? Output = null, long? CacheRead = null, long? CacheWrite = null, long? Reasoning = null)
{
    /// <summary>How many picodollars are a dollar.</summary>
    public const decimal PicodollarsPerDollar = 1_000_000_000_000m;

    // Beyond any bill for a span, and far from where sums leave 64 bits.
    private const decimal MostDollars = 100_000m;

    /// <summary>Gives a reckoned cost; parts that are zero are left out. Null for one that no bill can have.</summary>
    /// <param name="cost">The cost in US dollars.</param>
    public static SpanCost? Of(in CallCost cost) => Picodollars(cost.Total) is { } total
        ? new SpanCost(total, Picodollars(cost.Input), Picodollars(cost.Output), Part(cost.CacheRead), Part(cost.CacheWrite), Part(cost.Reasoning))
        : null;

    /// <summary>Reads an amount of US dollars, to the nearest picodollar; null for one that no bill of a span can have.</summary>
    /// <param name="dollars">The amount.</param>
    public static long? Picodollars(decimal dollars) =>
        dollars is >= 0 and <= MostDollars ? (long)decimal.Round(dollars * PicodollarsPerDollar) : null;

    /// <summary>Gives an amount in US dollars, exactly.</summary>
    /// <param name="picodollars">The amount.</param>
    public static decimal Dollars(long picodollars) => picodollars / PicodollarsPerDollar;

    /// <summary>Reads the message of the tracking service; null for none.</summary>
    /// <param name="message">The message.</param>
    public static SpanCost? Of(Cost? message) => message is null
        ? null
        : new SpanCost(
            message.Total,
            message.HasInput ? message.Input : null,
            message.HasOutput ? message.Output : null,
            message.HasCacheRead ? message.CacheRead : null,
            message.HasCacheWrite ? message.CacheWrite : null,
            message.HasReasoning ? message.Reasoning : null);

    /// <summary>Gives the message of the tracking service.</summary>
    public Cost ToMessage()
    {
        var message = new Cost { Total = Total };

        // Optional fields of a message are set or absent; null is neither.
        Set(Input, amount => message.Input = amount);
        Set(Output, amount => message.Output = amount);
        Set(CacheRead, amount => message.CacheRead = amount);
        Set(CacheWrite, amount => message.CacheWrite = amount);
        Set(Reasoning, amount => message.Reasoning = amount);
        return message;
    }

    /// <summary>Gives the members of <c>mlflow.llm.cost</c> in US dollars; parts that are not known are left out.</summary>
    public IEnumerable<(string Key, decimal Dollars)> Members()
    {
        foreach (var (key, amount) in ((string, long?)[])
        [
            (MlflowKeys.InputCost, Input), (MlflowKeys.OutputCost, Output), (MlflowKeys.TotalCost, Total), (MlflowKeys.CacheReadCost, CacheRead),
            (MlflowKeys.CacheWriteCost, CacheWrite), (MlflowKeys.ReasoningCost, Reasoning),
        ])
        {
            if (amount is { } known)
            {
                yield return (key, Dollars(known));
            }
        }
    }

    /// <summary>Gives the text of <c>mlflow.llm.cost</c> and <c>mlflow.trace.cost</c>: a JSON object of US dollars, in MLflow's spelling.</summary>
    /// <param name="unpricedSpans">How many spans of a trace used tokens that are not in it; not said where it is 0.</param>
    public string ToJson(long unpricedSpans = 0)
    {
        var members = Members().Select(static member => string.Create(CultureInfo.InvariantCulture, $"\"{member.Key}\": {member.Dollars}"));
        return $"{{{string.Join(", ", unpricedSpans > 0 ? members.Append(Unpriced(unpricedSpans)) : members)}}}";
    }

    private static string Unpriced(long spans) => string.Create(CultureInfo.InvariantCulture, $"\"{MlflowKeys.UnpricedSpans}\": {spans}");

    private static long? Part(decimal dollars) => dollars == 0 ? null : Picodollars(dollars);

    private static void Set(long? amount, Action<long> set)
    {
        if (amount is { } known)
        {
            set(known);
        }
    }
}
