namespace OtelBridge.Fuzz.Mutation;

/// <summary>Numbers at which programs break: ends of types, powers of two and what is beside them.</summary>
internal static class Numbers
{
    /// <summary>As whole numbers of 64 bits.</summary>
    public static IReadOnlyList<long> Whole { get; } =
    [
        0, 1, -1, 2, 7, 8, 15, 16, 31, 32, 63, 64, 65, 100, 127, 128, 129, 255, 256, 257, 511, 512, 1000, 1023, 1024, 1025, 4095, 4096, 4097,
        short.MaxValue, short.MinValue, ushort.MaxValue, ushort.MaxValue + 1L, 1_000_000, int.MaxValue, int.MinValue, int.MaxValue + 1L, uint.MaxValue,
        uint.MaxValue + 1L, 1L << 53, 1_762_332_558_000_000_000, long.MaxValue - 1, long.MaxValue, long.MinValue,
    ];

    /// <summary>As text, also what no type holds.</summary>
    public static IReadOnlyList<string> Texts { get; } =
    [
        .. Whole.Select(static number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        "18446744073709551615", "18446744073709551616", "9223372036854775808", "-9223372036854775809", "79228162514264337593543950336", "1e308", "1e309", "-1e309", "1e-400", "1e400",
        "0.1", "-0", "00", "01", "+1", "1.", ".5", "1e", "0x10", "NaN", "Infinity", "-Infinity", "1_000", "٣", "1e99999999999", "123456789012345678901234567890123456789012345678901234567890",
    ];
}
