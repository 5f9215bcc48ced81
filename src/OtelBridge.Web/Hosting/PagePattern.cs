namespace OtelBridge.Web.Hosting;

/// <summary>Metadata of a page: its route as we know it, whatever group it was mapped into.</summary>
/// <param name="Text">The route, beginning with a slash.</param>
internal sealed record PagePattern(string Text);
