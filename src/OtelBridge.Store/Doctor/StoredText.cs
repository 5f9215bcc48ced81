using System.Text;

namespace OtelBridge.Store.Doctor;

/// <summary>Text as a database gives it back.</summary>
internal static class StoredText
{
    /// <summary>Half of a surrogate pair, which is what a cut may leave, is stored as the replacement character.</summary>
    public static string? Of(string? text) => text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
