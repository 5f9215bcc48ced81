using Microsoft.AspNetCore.Http;

namespace OtelBridge.Web.Tags;

/// <summary>A change to a tag, with the value that was seen when it was asked for.</summary>
/// <param name="Key">The tag.</param>
/// <param name="Seen">The value that was seen; null where there was no such tag.</param>
/// <param name="Value">The value that it is to have; null to remove it.</param>
/// <param name="Back">Where one came from.</param>
public sealed record TagForm(string Key, string? Seen, string? Value, string Back)
{
    // Widths of MLflow's columns.
    public const int MaxKeyLength = 250;
    public const int MaxValueLength = 8_000;

    public const string HadName = "had";
    public const string SeenName = "seen";
    public const string KeyName = "key";
    public const string ValueName = "value";
    public const string DoName = "do";
    public const string Remove = "remove";

    public static TagForm Read(IFormCollection form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return new TagForm(
            form[KeyName].ToString().Trim(),
            form.ContainsKey(HadName) ? form[SeenName].ToString() : null,
            form[DoName] == Remove ? null : Lines(form[ValueName].ToString()),
            form["back"].ToString());
    }

    /// <summary>What has to be put right; empty when nothing has.</summary>
    public string Check() =>
        Key.Length == 0 ? "A tag needs a name."
        : Key.Length > MaxKeyLength ? $"The name of a tag may have {MaxKeyLength} characters."
        : Value?.Length > MaxValueLength ? $"The value of a tag may have {MaxValueLength} characters." : "";

    /// <summary>The stored value, if it is what was seen but for the ends of its lines, which browsers change; otherwise what was seen.</summary>
    public string? SeenAs(string? stored) => stored is not null && Seen is not null && Lines(stored) == Lines(Seen) ? stored : Seen;

    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);
}
