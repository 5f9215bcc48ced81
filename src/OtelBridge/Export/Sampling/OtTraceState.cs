using System.Globalization;

namespace OtelBridge.Export.Sampling;

/// <summary>OpenTelemetry's member of a W3C trace state, for example <c>vendor=x,ot=th:c;rv:6e6d1a75832a2f</c>.</summary>
internal static class OtTraceState
{
    private const string Key = "ot=";
    private const string ThresholdKey = "th:";
    private const string RandomnessKey = "rv:";

    /// <summary>The standard's bound.</summary>
    private const int MaxMembers = 32;

    /// <summary>The standard's bound of one member's value.</summary>
    private const int MaxValue = 256;

    /// <summary>The randomness that somebody gave the trace instead of that of its id. Allocates nothing.</summary>
    public static ulong? Randomness(ReadOnlySpan<char> traceState) =>
        Part(Value(traceState), RandomnessKey) is { Length: Threshold.Digits } digits && TryParseHex(digits, out var randomness) ? randomness : null;

    /// <summary>The trace state that says by which threshold the trace was kept. One that kept less before stays.</summary>
    public static string With(string? traceState, Threshold threshold)
    {
        var before = Value(traceState);
        if (ThresholdOf(before) is { } already && already.Value >= threshold.Value)
        {
            return traceState!;
        }

        var parts = before.ToString().Split(';').Where(static part => part.Length > 0 && !part.StartsWith(ThresholdKey, StringComparison.Ordinal));
        var value = string.Join(';', parts.Prepend($"{ThresholdKey}{threshold}"));
        // Who changes a member puts it first.
        var members = (traceState ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(static member => !member.StartsWith(Key, StringComparison.Ordinal))
            .Take(MaxMembers - 1);
        return string.Join(',', members.Prepend(Key + (value.Length <= MaxValue ? value : $"{ThresholdKey}{threshold}")));
    }

    private static ReadOnlySpan<char> Value(ReadOnlySpan<char> traceState)
    {
        foreach (var range in traceState.Split(','))
        {
            var member = traceState[range].Trim();
            if (member.StartsWith(Key))
            {
                return member[Key.Length..];
            }
        }

        return [];
    }

    private static ReadOnlySpan<char> Part(ReadOnlySpan<char> value, string key)
    {
        foreach (var range in value.Split(';'))
        {
            if (value[range].StartsWith(key))
            {
                return value[range][key.Length..];
            }
        }

        return [];
    }

    private static Threshold? ThresholdOf(ReadOnlySpan<char> value)
    {
        var digits = Part(value, ThresholdKey);
        return digits.Length is > 0 and <= Threshold.Digits && TryParseHex(digits, out var number) ? new Threshold(number << 4 * (Threshold.Digits - digits.Length)) : null;
    }

    private static bool TryParseHex(ReadOnlySpan<char> digits, out ulong number) =>
        ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
}
