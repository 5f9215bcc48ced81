using OtelBridge.Store.Storage.Postgres;

namespace OtelBridge.Store.Doctor;

/// <summary>Text as every database gives it back: what one of them cannot keep is compared as if none could.</summary>
internal static class StoredText
{
    /// <summary>Puts the replacement character in place of zeros, and of halves of a surrogate pair, which is what a cut may leave.</summary>
    public static string? Of(string? text) => PostgresText.Storable(text);
}
