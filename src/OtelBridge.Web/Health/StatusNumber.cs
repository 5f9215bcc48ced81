namespace OtelBridge.Web.Health;

/// <summary>Something that the page of health says.</summary>
/// <param name="Title">What of.</param>
/// <param name="Value">What.</param>
/// <param name="Note">What else to know of it.</param>
/// <param name="IsWarning">Whether somebody should look at it.</param>
public sealed record StatusNumber(string Title, string Value, string Note, bool IsWarning = false);
