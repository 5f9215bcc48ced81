namespace OtelBridge.Web.Traces;

/// <summary>A condition that one click puts in or takes out.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="IsOn">Whether the list has it.</param>
/// <param name="Href">The list with it, or without it.</param>
public sealed record FilterChip(string Title, bool IsOn, string Href);
