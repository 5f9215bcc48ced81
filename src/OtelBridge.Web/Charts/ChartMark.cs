namespace OtelBridge.Web.Charts;

/// <summary>What one bucket shows, and where it leads.</summary>
/// <param name="Index">The bucket.</param>
/// <param name="X">Left edge of the bucket's own part of the width.</param>
/// <param name="Width">How wide that part is.</param>
/// <param name="Middle">The middle of that part.</param>
/// <param name="Link">Where it leads; empty for nowhere.</param>
/// <param name="Name">What a reader who does not see it hears.</param>
/// <param name="Blocks">Its parts, the lowest first.</param>
internal sealed record ChartMark(int Index, string X, string Width, string Middle, string Link, string Name, IReadOnlyList<ChartBlock> Blocks);
