namespace OtelBridge.Probing;

/// <summary>What one check saw.</summary>
/// <param name="Subject">What was looked at: the name of a destination, or what else it is about.</param>
/// <param name="Check">What was checked, in a word.</param>
/// <param name="Outcome">How it is.</param>
/// <param name="Code">Name of the fault, as the documentation lists it; null when there is none.</param>
/// <param name="Seen">What was seen, in a line without secrets.</param>
/// <param name="Remedy">What to do, in a line; null where there is nothing to do.</param>
public sealed record Finding(string Subject, string Check, FindingOutcome Outcome, string? Code, string Seen, string? Remedy);
