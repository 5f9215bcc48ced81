namespace DualExport;

/// <summary>What the command line asked for.</summary>
/// <param name="Once">End after the first question instead of asking on.</param>
internal sealed record RunOptions(bool Once);
