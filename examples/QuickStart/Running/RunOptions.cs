namespace QuickStart.Running;

/// <summary>What the command line asked for.</summary>
/// <param name="Once">End after the first questions instead of serving on.</param>
internal sealed record RunOptions(bool Once);
