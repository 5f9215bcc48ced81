using OtelBridge.Web.Content;

namespace OtelBridge.Web.Spans;

/// <summary>An attribute as a page shows it.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Source">Where all of the value can be asked for; null where it is not kept as one.</param>
/// <param name="Note">What it means, where that is agreed upon; empty otherwise.</param>
/// <param name="Filter">An address that shows the traces with this value; empty where none can.</param>
public sealed record AttributeRow(string Key, TextCut Value, ContentSource? Source, string Note, string Filter);
