namespace OtelBridge.Chaos.Faults;

/// <summary>What may be left out where a machine lacks something for it: what a variable names in plain words, and nothing else.</summary>
internal static class LeftOut
{
    /// <summary>Names of scenarios, with commas between them.</summary>
    public const string Variable = "OTELBRIDGE_CHAOS_LEAVE_OUT";

    /// <summary>What is wrong with a scenario that this machine lacks something for; null when it may be left out.</summary>
    public static string? FaultOf(string scenario, string lacking) => FaultOf(scenario, lacking, Environment.GetEnvironmentVariable(Variable));

    internal static string? FaultOf(string scenario, string lacking, string? named) =>
        (named ?? "").Split(',', StringSplitOptions.TrimEntries).Contains(scenario, StringComparer.Ordinal)
            ? null
            : $"{scenario} is not possible here: {lacking}. Where it may be left out, say so: {Variable}={scenario}";
}
