namespace OtelBridge.Store.Masking;

/// <summary>Numbers that say themselves whether they are what they look like. What stands behind one may look as if it belonged to it: the longest beginning that is one counts.</summary>
internal static class Checksums
{
    private const int MaxLength = 80; // as much as the expressions find, with every gap
    private const int ShortestCard = 13;
    private const int ShortestIban = 15;

    /// <summary>The length of the credit card number that a text begins with; 0 for none.</summary>
    public static int CreditCard(string text) => Longest(text, ShortestCard, IsLuhn);

    /// <summary>The length of the IBAN that a text begins with; 0 for none.</summary>
    public static int Iban(string text) => Longest(text, ShortestIban, IsMod97);

    private static int Longest(string text, int shortest, Func<ReadOnlySpan<char>, bool> isOne)
    {
        Span<char> plain = stackalloc char[MaxLength];
        for (var end = Math.Min(text.Length, MaxLength); end >= shortest; end--)
        {
            // It ends where the text does, or at a gap.
            if (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
            {
                continue;
            }

            var length = 0;
            foreach (var character in text.AsSpan(0, end))
            {
                if (char.IsAsciiLetterOrDigit(character))
                {
                    plain[length++] = char.ToUpperInvariant(character);
                }
            }

            if (length >= shortest && isOne(plain[..length]))
            {
                return end;
            }
        }

        return 0;
    }

    // Luhn's sum.
    private static bool IsLuhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = (digits[^(i + 1)] - '0') << (i & 1);
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }

    // ISO 7064: the remainder by 97 of the text with its first four characters at the end.
    private static bool IsMod97(ReadOnlySpan<char> text)
    {
        var remainder = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[(i + 4) % text.Length];
            remainder = char.IsAsciiDigit(character)
                ? ((remainder * 10) + (character - '0')) % 97
                : ((remainder * 100) + (character - 'A' + 10)) % 97;
        }

        return remainder == 1;
    }
}
