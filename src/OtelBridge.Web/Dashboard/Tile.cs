namespace OtelBridge.Web.Dashboard;

/// <summary>A number on top of the dashboard.</summary>
/// <param name="Title">What it counts.</param>
/// <param name="Value">The number.</param>
/// <param name="Link">The traces that it is of; empty where there are none.</param>
/// <param name="Note">What else to know of it.</param>
/// <param name="Change">Against the equal period before; null where there is none.</param>
public sealed record Tile(string Title, string Value, string Link, string Note, Change? Change);
