namespace OtelBridge.Web.Content;

/// <summary>A place in JSON where a text was found.</summary>
/// <param name="Path">Where.</param>
/// <param name="At">Where the value begins, in bytes.</param>
/// <param name="Excerpt">The value around the text; empty when it is the name that has it.</param>
public sealed record JsonMatch(string Path, int At, string Excerpt);
