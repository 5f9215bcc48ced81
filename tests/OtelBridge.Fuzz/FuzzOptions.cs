namespace OtelBridge.Fuzz;

/// <summary>What was asked for.</summary>
/// <param name="Only">Names of targets; all when empty.</param>
/// <param name="Seconds">How long each target is run.</param>
/// <param name="Seed">The same number makes the same inputs, as far as the target does the same with them.</param>
/// <param name="Keep">Whether inputs that reach something new go into the corpus.</param>
/// <param name="Plain">Whether the program runs as it was built, guided by what comes of inputs alone.</param>
internal sealed record FuzzOptions(IReadOnlyList<string> Only, int Seconds, int Seed, bool Keep, bool Plain);
