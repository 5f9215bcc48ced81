namespace OtelBridge.Web.Charts;

/// <summary>A part of a bar, or a point of a line.</summary>
/// <param name="Series">Which series it shows.</param>
/// <param name="X">Its left edge, or the middle of a point, in percents.</param>
/// <param name="Y">Its upper edge, or the middle of a point, in pixels.</param>
/// <param name="Width">How wide it is; empty for a point.</param>
/// <param name="Height">How high it is; empty for a point.</param>
internal sealed record ChartBlock(int Series, string X, string Y, string Width = "", string Height = "");
