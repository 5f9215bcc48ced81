using System.Security.Cryptography;
using System.Text;
using OtelBridge.Identifiers;

namespace OtelBridge.Store.Audit;

/// <summary>What an entry is about, as it is written: <c>kind:id</c>.</summary>
public static class AuditSubject
{
    /// <summary>An experiment.</summary>
    public const string Experiment = "experiment";

    /// <summary>A trace.</summary>
    public const string Trace = "trace";

    /// <summary>A run.</summary>
    public const string Run = "run";

    /// <summary>An API key, by its public part.</summary>
    public const string Key = "key";

    /// <summary>A person.</summary>
    public const string User = "user";

    /// <summary>A workspace, where it is not the default one: ids are of one workspace each.</summary>
    public const string Workspace = "workspace";

    /// <summary>What a key was made good for.</summary>
    public const string Scope = "scope";

    /// <summary>What was granted; <c>none</c> for what was taken back.</summary>
    public const string Permission = "permission";

    /// <summary>What a key may ask for from then on, one number of it: <c>quota:searches=4</c>.</summary>
    public const string Quota = "quota";

    /// <summary>Whether a person may do everything from then on.</summary>
    public const string Admin = "admin";

    private const string TracePrefix = "tr-";
    private const int MaxDigits = 32;
    private const int MaxNameLength = 128;
    private const int DigestLength = 16;

    private static readonly string[] WithIds = [Experiment, Trace, Run, Key];

    /// <summary>Gives an id as it is written. What has not the form that ids are made in may be any text of somebody's: of that a digest, by which it can still be looked for.</summary>
    public static string IdOf(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var digits = id.StartsWith(TracePrefix, StringComparison.Ordinal) ? id.AsSpan(TracePrefix.Length) : id;
        var isPlain = digits.Length is > 0 and <= MaxDigits;
        foreach (var digit in digits)
        {
            isPlain = isPlain && char.IsAsciiHexDigitLower(digit);
        }

        return isPlain ? id : "#" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..DigestLength];
    }

    /// <summary>Gives a name as it is written: blanks, which part what an entry is about, as <c>%20</c>, without control characters, and not longer than names should be.</summary>
    public static string NameOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var text = string.Concat(name.Take(MaxNameLength).Select(static c => char.IsControl(c) || char.IsSurrogate(c) ? "_" : char.IsWhiteSpace(c) ? "%20" : c.ToString()));
        return name.Length > MaxNameLength ? text + "…" : text;
    }

    /// <summary>Gives what somebody looks for as it would be written: an id, a name, or one of them after its kind.</summary>
    public static string Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && WithIds.Contains(text[..colon]) && !IsDigest(text.AsSpan(colon + 1))
            ? $"{text[..colon]}:{IdOf(text[..colon] == Trace ? TraceIdText.Normalise(text[(colon + 1)..]) : text[(colon + 1)..])}"
            : NameOf(text);
    }

    // As the log shows what was no id.
    private static bool IsDigest(ReadOnlySpan<char> text) => text.Length == DigestLength + 1 && text[0] == '#' && text[1..].IndexOfAnyExceptInRange('0', 'f') < 0;
}
