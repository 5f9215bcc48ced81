namespace OtelBridge.Store.Doctor;

/// <summary>What one check found, in a line for people.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Outcome">What came out.</param>
/// <param name="Text">What was found.</param>
/// <param name="Advice">What to do; null where there is nothing to do.</param>
public sealed record CheckResult(string Name, CheckOutcome Outcome, string Text, string? Advice = null);
