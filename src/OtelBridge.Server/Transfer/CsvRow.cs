using System.Buffers;
using System.Globalization;
using System.Text;

namespace OtelBridge.Server.Transfer;

/// <summary>Writes the cells of one row of CSV as RFC 4180 asks: quoted where needed, quotes doubled, CR LF at the end.</summary>
/// <remarks>
/// Text that a spreadsheet would run as a formula (it begins with = + - @, a tab or a carriage return) gets an apostrophe in front: what a stranger wrote
/// into a chat must not run on the machine of whoever opens the file. Numbers are never changed.
/// </remarks>
internal ref struct CsvRow(IBufferWriter<byte> output)
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create("\",\r\n");

    private readonly IBufferWriter<byte> _output = output;
    private bool _hasCell;

    public void Text(string? text)
    {
        text ??= string.Empty;
        Cell(text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text);
    }

    public void Number(long? number) => Cell(number?.ToString(CultureInfo.InvariantCulture) ?? string.Empty);

    public void Number(decimal? number) => Cell(number?.ToString(CultureInfo.InvariantCulture) ?? string.Empty);

    public readonly void End() => _output.Write("\r\n"u8);

    private void Cell(string text)
    {
        if (_hasCell)
        {
            _output.Write(","u8);
        }

        _hasCell = true;
        var quoted = text.AsSpan().ContainsAny(NeedsQuotes);
        Encoding.UTF8.GetBytes(quoted ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text, _output);
    }
}
