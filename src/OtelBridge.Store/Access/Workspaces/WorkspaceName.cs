namespace OtelBridge.Store.Access.Workspaces;

/// <summary>Names of workspaces, as MLflow's: they stand in headers and in paths.</summary>
public static class WorkspaceName
{
    /// <summary>The workspace that is always there: the store that a server is started with.</summary>
    public const string Default = "default";

    /// <summary>What a name looks like, for people.</summary>
    public const string Form = "2 to 63 lower-case letters, digits and single hyphens, with a letter or digit at both ends, such as team-a";

    private const int MinLength = 2;
    private const int MaxLength = 63;

    // MLflow's servers cannot have these; a client could not tell them from parts of an address.
    private static readonly string[] Reserved = ["workspaces", "api", "ajax-api", "static-files"];

    /// <summary>Whether a text can be the name of a workspace.</summary>
    public static bool IsValid(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is >= MinLength and <= MaxLength
            && text.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            && text[0] != '-' && text[^1] != '-' && !text.Contains("--", StringComparison.Ordinal) && !Reserved.Contains(text);
    }
}
