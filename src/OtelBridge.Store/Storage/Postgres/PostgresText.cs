using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>Text as PostgreSQL takes it: UTF-8 without the character zero.</summary>
/// <remarks>Only of columns and search; the payload is bytes and keeps what was received.</remarks>
internal static class PostgresText
{
    private const char Replacement = '\uFFFD';

    /// <summary>Puts U+FFFD in place of zeros and of halves of a surrogate pair. The length stays.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Storable(string? text) => text is null || IsStorable(text)
        ? text
        : string.Create(text.Length, text, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                if (char.IsHighSurrogate(source[i]) && i + 1 < source.Length && char.IsLowSurrogate(source[i + 1]))
                {
                    target[i] = source[i];
                    target[++i] = source[i];
                }
                else
                {
                    target[i] = source[i] == '\0' || char.IsSurrogate(source[i]) ? Replacement : source[i];
                }
            }
        });

    private static bool IsStorable(string text)
    {
        if (text.Contains('\0'))
        {
            return false;
        }

        var rest = text.AsSpan();
        while (rest.IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var surrogate)
        {
            rest = rest[surrogate..];
            if (!Rune.TryCreate(rest[0], rest.Length > 1 ? rest[1] : '\0', out _))
            {
                return false;
            }

            rest = rest[2..];
        }

        return true;
    }
}
