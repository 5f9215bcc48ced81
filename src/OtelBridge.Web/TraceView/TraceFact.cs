namespace OtelBridge.Web.TraceView;

/// <summary>Something that the head of a trace says.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Text">Its value.</param>
public sealed record TraceFact(string Name, string Text)
{
    /// <summary>Gets where it leads; empty for nowhere.</summary>
    public string Address { get; init; } = "";

    /// <summary>Gets more of it, on hover; null for nothing.</summary>
    public string? Title { get; init; }
}
