using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace OtelBridge.Interop.Tests.Examples.Pictures;

/// <summary>Draws lines of a terminal, with their colours, as SVG.</summary>
internal static partial class TerminalPicture
{
    private const int Margin = 18;
    private const int LineHeight = 20;
    private const int FirstLine = 56;

    /// <summary>Width of a character of 14 pixels in the fonts named below.</summary>
    private const double CharacterWidth = 8.43;

    private const char Blank = '\u00a0';
    private const string Prompt = "#8b949e";

    // What the codes of the SDK's trees mean here.
    private static readonly Dictionary<string, string> Styles = new()
    {
        ["1"] = "font-weight=\"bold\"",
        ["2"] = "fill=\"#6e7681\"",
        ["31"] = "fill=\"#f85149\"",
        ["32"] = "fill=\"#3fb950\"",
        ["33"] = "fill=\"#e3b341\"",
        ["36"] = "fill=\"#79c0ff\"",
    };

    public static string Draw(string command, IReadOnlyList<string> lines)
    {
        var columns = lines.Select(WithoutColors).Append($"$ {command}").Max(static line => line.EnumerateRunes().Count());
        var width = (int)Math.Ceiling((columns * CharacterWidth) + (2 * Margin));
        var height = FirstLine + (lines.Count * LineHeight) + Margin;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"What {command} prints\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{width}\" height=\"{height}\" rx=\"10\" fill=\"#11161d\"/>\n");
        svg.Append("<circle cx=\"22\" cy=\"19\" r=\"6\" fill=\"#ff5f57\"/><circle cx=\"42\" cy=\"19\" r=\"6\" fill=\"#febc2e\"/><circle cx=\"62\" cy=\"19\" r=\"6\" fill=\"#28c840\"/>\n");
        svg.Append("<g font-family=\"ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace\" font-size=\"14\" fill=\"#c9d1d9\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin}\" y=\"{FirstLine}\"><tspan fill=\"{Prompt}\">$ {Encode(command)}</tspan></text>\n");
        for (var i = 0; i < lines.Count; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin}\" y=\"{FirstLine + ((i + 1) * LineHeight)}\">{Spans(lines[i])}</text>\n");
        }

        return svg.Append("</g></svg>\n").ToString();
    }

    public static string WithoutColors(string line) => ColorCode().Replace(line, string.Empty);

    /// <summary>The lines of a picture that <see cref="Draw"/> made.</summary>
    public static IReadOnlyList<string> TextOf(string svg) =>
        [.. Line().Matches(svg).Select(static line => WebUtility.HtmlDecode(Tag().Replace(line.Groups["text"].Value, string.Empty)).Replace(Blank, ' '))];

    // ESC[32mOK ESC[0m: a code holds until the next one.
    private static string Spans(string line)
    {
        var spans = new StringBuilder();
        var style = string.Empty;
        var from = 0;
        foreach (Match code in ColorCode().Matches(line))
        {
            Append(line[from..code.Index]);
            style = Styles.GetValueOrDefault(code.Groups["code"].Value, string.Empty);
            from = code.Index + code.Length;
        }

        Append(line[from..]);
        return spans.ToString();

        void Append(string text)
        {
            var encoded = Encode(text);
            spans.Append(text.Length == 0 || style.Length == 0 ? encoded : $"<tspan {style}>{encoded}</tspan>");
        }
    }

    // What XML asks for, and blanks that nobody takes together.
    private static string Encode(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace(' ', Blank);

    [GeneratedRegex("\u001b\\[(?<code>[0-9]+)m")]
    private static partial Regex ColorCode();

    [GeneratedRegex("<text [^>]*>(?<text>.*)</text>")]
    private static partial Regex Line();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
