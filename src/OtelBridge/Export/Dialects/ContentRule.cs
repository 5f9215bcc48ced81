using System.Numerics;
using OtelBridge.Configuration;

namespace OtelBridge.Export.Dialects;

/// <summary>How much of what was said a destination gets in the dialects that are translated into.</summary>
/// <param name="IsCaptured">Whether messages, arguments, results and documents are translated at all.</param>
/// <param name="MaxLength">The longest value in characters.</param>
/// <param name="MaxBytes">Most bytes of inputs and outputs together that are said again beside what MLflow's words say.</param>
internal readonly record struct ContentRule(bool IsCaptured, int MaxLength, int MaxBytes = int.MaxValue)
{
    /// <summary>The rule of a destination.</summary>
    /// <param name="settings">What was decided of it.</param>
    public static ContentRule Of(DestinationSettings settings) => new(
        settings.CapturesContent,
        settings.Limits.MaxValueLength,
        // A copy that makes a span too large for a request would cost the content of both.
        settings.Delivery.MaxRequestBytes / (BitOperations.PopCount((uint)settings.Dialects) + 1));
}
