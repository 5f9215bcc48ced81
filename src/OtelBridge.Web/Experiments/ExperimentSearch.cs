namespace OtelBridge.Web.Experiments;

/// <summary>Experiments by part of their name.</summary>
internal static class ExperimentSearch
{
    private const int MaxLength = 200;

    /// <summary>The filter for names that have the text somewhere, whatever the case; empty for an empty text.</summary>
    public static string FilterOf(string part)
    {
        var text = part.Trim();
        return text.Length == 0 ? "" : $"name ILIKE '%{text[..Math.Min(text.Length, MaxLength)].Replace("'", "''", StringComparison.Ordinal)}%'";
    }
}
