using System.Globalization;

namespace OtelBridge.Web.Wording;

/// <summary>Sizes for people to read.</summary>
internal static class SizeText
{
    /// <summary>Bytes in the unit that keeps it short: 512 B, 1.2 KB, 20 MB.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} KB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.#} GB"),
    };

    /// <summary>A number of characters: 20,000 characters.</summary>
    public static string Characters(long characters) =>
        string.Create(CultureInfo.InvariantCulture, $"{characters:#,0} {(characters == 1 ? "character" : "characters")}");
}
