namespace OtelBridge.Probing;

/// <summary>A fault that can be found.</summary>
/// <param name="Code">Its name; never changes.</param>
/// <param name="Check">The check that finds it.</param>
/// <param name="Outcome">How bad it is.</param>
public sealed record FindingKind(string Code, string Check, FindingOutcome Outcome);
