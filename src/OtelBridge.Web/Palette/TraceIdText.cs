using System.Text.RegularExpressions;

namespace OtelBridge.Web.Palette;

/// <summary>A trace's id in what somebody pasted: MLflow's form, the bare digits, or somewhere in an address or a line of a log.</summary>
internal static partial class TraceIdText
{
    /// <summary>The id in MLflow's form; null when there is none.</summary>
    public static string? In(string text) => Pattern().Match(text) is { Success: true } match ? $"tr-{match.Groups[1].Value.ToLowerInvariant()}" : null;

    [GeneratedRegex("(?:^|[^0-9a-fA-F])([0-9a-fA-F]{32})(?:$|[^0-9a-fA-F])", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
