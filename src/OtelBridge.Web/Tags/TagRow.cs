namespace OtelBridge.Web.Tags;

/// <summary>A tag of a trace.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Filter">An address that shows the traces with it.</param>
public sealed record TagRow(string Key, string Value, string Filter);
