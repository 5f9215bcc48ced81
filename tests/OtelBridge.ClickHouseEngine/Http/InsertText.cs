using System.Text;
using System.Text.RegularExpressions;

namespace OtelBridge.ClickHouseEngine.Http;

/// <summary>An INSERT whose data follow its text: the text without the format, the format, and the data.</summary>
/// <param name="Sql">The statement without its format.</param>
/// <param name="Format">The format of the data.</param>
/// <param name="Data">The data.</param>
internal sealed partial record InsertText(string Sql, string Format, ReadOnlyMemory<byte> Data)
{
    // Where the data begin is looked for in this much of a body.
    private const int LongestStatement = 256 * 1024;

    /// <summary>Takes an INSERT apart; null for other statements, and for those whose data the parser of the engine finds, as those of VALUES.</summary>
    /// <param name="query">The statement as the URL or a form has it.</param>
    /// <param name="body">The data; the whole statement when <paramref name="query"/> is empty.</param>
    public static InsertText? Find(string query, ReadOnlyMemory<byte> body)
    {
        var text = query.Length > 0 ? query + "\n" : Encoding.Latin1.GetString(body.Span[..Math.Min(body.Length, LongestStatement)]);
        var match = FormatPattern().Match(text);
        if (!match.Success || (query.Length > 0 && match.Length < text.Length))
        {
            return null;
        }

        var sql = match.Groups["sql"].Value;
        return query.Length > 0
            ? new InsertText(sql, match.Groups["format"].Value, body)
            : new InsertText(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(sql)), match.Groups["format"].Value, body[match.Length..]);
    }

    // "INSERT INTO spans (trace_id) SETTINGS a = 1 FORMAT RowBinary\n"
    [GeneratedRegex(@"\A(?<sql>\s*INSERT\s.*?)\sFORMAT\s+(?!VALUES\b)(?<format>\w+)[ \t\r]*\n", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex FormatPattern();
}
