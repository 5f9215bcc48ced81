namespace OtelBridge.Web.Dashboard;

/// <summary>The sums of what has one value in common.</summary>
/// <param name="Name">The value; empty for those that have none.</param>
/// <param name="Link">Its traces.</param>
/// <param name="ErrorLink">Those of them that failed; empty when none did.</param>
/// <param name="Share">Its part of the largest in the column that orders, as percents for an attribute.</param>
/// <param name="Count">How many.</param>
/// <param name="Errors">How many failed, and which part that is.</param>
/// <param name="Duration95">The time that 95 of 100 take no longer than.</param>
/// <param name="Tokens">Tokens.</param>
/// <param name="Cost">Cost.</param>
public sealed record GroupRow(
    string Name, string Link, string ErrorLink, string Share, string Count, string Errors, string Duration95, string Tokens, string Cost);
