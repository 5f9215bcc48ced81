namespace OtelBridge.Web.Traces;

/// <summary>A column of the list.</summary>
/// <param name="Key">Its name in addresses, and the end of its class.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="OrderKey">The field of the search language that orders by it; empty where nothing does.</param>
public sealed record TraceColumn(string Key, string Title, string OrderKey = "")
{
    /// <summary>Gets whether it is shown unless somebody chose otherwise.</summary>
    public bool IsDefault { get; init; } = true;

    /// <summary>Gets whether it holds numbers: they stand at the end of the cell, and the largest is asked for first.</summary>
    public bool IsNumber { get; init; }
}
