using System.Globalization;
using System.Text.RegularExpressions;

namespace OtelBridge.TestSupport.Searching;

/// <summary>Writes random filters of the search language; what they compare is up to the derived class.</summary>
public abstract class RandomFilterText(Random random)
{
    private static readonly string[] Comparators = ["=", "!=", "<", "<=", ">", ">="];

    protected Random Random => random;

    public string Filter(int depth = 2) => (depth == 0 ? 0 : random.Next(6)) switch
    {
        1 or 2 => $"{Operand(depth)} AND {Operand(depth)}",
        3 => $"{Operand(depth)} OR {Operand(depth)}",
        4 => $"NOT ({Filter(depth - 1)})",
        _ => Comparison(),
    };

    public string[] Order() => [.. Enumerable.Range(0, random.Next(3)).Select(_ => OrderKey()).Distinct().Select(key => key + Pick(["", " ASC", " DESC"]))];

    protected abstract string Comparison();

    protected abstract string OrderKey();

    protected string Number(string field, double value) => string.Create(CultureInfo.InvariantCulture, $"{field} {Pick(Comparators)} {value}");

    protected string Text(string field, IReadOnlyList<string> values, bool hasLists = true) => random.Next(hasLists ? 8 : 6) switch
    {
        0 or 1 => $"{field} = {Quoted(Pick(values))}",
        2 => $"{field} != {Quoted(Pick(values))}",
        3 => $"{field} LIKE {Quoted(Pattern(Pick(values)))}",
        4 => $"{field} ILIKE {Quoted(Pattern(Pick(values)))}",
        5 => $"{field} RLIKE {Quoted(Pick(["^", ""]) + Regex.Escape(Part(Pick(values))) + Pick(["$", "", ".*[a-z]"]))}",
        6 => $"{field} IN ({Quoted(Pick(values))}, {Quoted(Pick(values))})",
        _ => $"{field} NOT IN ({Quoted(Pick(values))}, {Quoted(Pick(values))})",
    };

    protected string Pattern(string value) => random.Next(6) switch
    {
        0 => value,
        1 => Part(value) + "%",
        2 => "%" + Part(value),
        3 => value[..^1] + "_",
        4 => $"%{Part(value).ToUpperInvariant()}%",
        _ => $"%{Part(value)}%",
    };

    protected T Pick<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];

    protected static string Quoted(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    private string Operand(int depth) => $"({Filter(depth - 1)})";

    private string Part(string value)
    {
        var start = random.Next(value.Length);
        return value.Substring(start, random.Next(1, value.Length - start + 1));
    }
}
