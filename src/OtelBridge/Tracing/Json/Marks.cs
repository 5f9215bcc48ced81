using System.Text.Encodings.Web;
using System.Text.Json;

namespace OtelBridge.Tracing.Json;

/// <summary>What a reader finds in place of something that was left out.</summary>
internal static class Marks
{
    /// <summary>Stands for a member that would be loaded by being read.</summary>
    public const string NotLoaded = "[not loaded]";

    private const string CutText = "…[truncated]";

    /// <summary>Ends a string or an array that was cut at the bound.</summary>
    public static JsonEncodedText Cut { get; } = Encode(CutText);

    /// <summary>Last member of an object that was cut at the bound.</summary>
    public static JsonEncodedText CutMember { get; } = Encode("…");

    /// <summary>Value of <see cref="CutMember"/>.</summary>
    public static JsonEncodedText CutMemberValue { get; } = Encode("[truncated]");

    /// <summary>Ends an array whose time was over.</summary>
    public static JsonEncodedText Late { get; } = Encode("…[out of time]");

    /// <summary>Value of <see cref="CutMember"/> when the time was over.</summary>
    public static JsonEncodedText LateMemberValue { get; } = Encode("[out of time]");

    /// <summary>Last member of an object whose enumeration threw.</summary>
    public static JsonEncodedText ErrorMember { get; } = Encode("[error]");

    /// <summary>Stands for a value nested deeper than the bound.</summary>
    public static JsonEncodedText TooDeep { get; } = Encode("[too deep]");

    /// <summary>Stands for a value whose getter or converter threw. The message is left out: it may hold anything, of any length.</summary>
    public static string Threw(Exception exception) => $"[threw {exception.GetType().Name}]";

    private static JsonEncodedText Encode(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
}
