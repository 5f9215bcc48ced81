using System.Text.RegularExpressions;

namespace OtelBridge.Server.Tests.Rest.Replay;

/// <summary>A difference from MLflow that we want, and why.</summary>
/// <param name="Exchanges">Pattern of the exchanges, e.g. <c>errors:(60|61)</c>.</param>
/// <param name="At">Pattern of the place.</param>
/// <param name="Reason">Why.</param>
internal sealed record Difference(string Exchanges, string At, string Reason)
{
    public bool Explains(Finding finding) => Matches(finding.Exchange, Exchanges) && Matches(finding.At, At);

    private static bool Matches(string text, string pattern) => Regex.IsMatch(text, $"^(?:{pattern})$", RegexOptions.CultureInvariant);
}
