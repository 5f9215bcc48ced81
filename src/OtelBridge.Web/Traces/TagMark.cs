namespace OtelBridge.Web.Traces;

/// <summary>A tag in a cell.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value.</param>
/// <param name="Condition">What finds traces that have the same; empty where it is too long for that.</param>
public sealed record TagMark(string Key, string Value, string Condition);
