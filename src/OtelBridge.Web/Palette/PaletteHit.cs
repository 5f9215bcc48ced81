namespace OtelBridge.Web.Palette;

/// <summary>Something that the palette leads to.</summary>
/// <param name="Group">What it is one of.</param>
/// <param name="Title">Its name.</param>
/// <param name="Detail">What tells it from others of the name; empty for nothing.</param>
/// <param name="Address">Where it is.</param>
internal sealed record PaletteHit(string Group, string Title, string Detail, string Address);
