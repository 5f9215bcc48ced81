using System.Text.RegularExpressions;
using OtelBridge.TestSupport;

namespace OtelBridge.Documents.Tests.Markdown;

/// <summary>The pieces of code in the folder Snippets that the documents show: what stands between <c>// begin NAME</c> and <c>// end NAME</c>, without its indentation.</summary>
internal static partial class CompiledSnippets
{
    public static IReadOnlyDictionary<string, string> All { get; } = Read();

    private static Dictionary<string, string> Read()
    {
        var snippets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(RepositoryFolder.File("tests/OtelBridge.Documents.Tests/Snippets"), "*.cs").Order(StringComparer.Ordinal))
        {
            foreach (Match match in Region().Matches(File.ReadAllText(file)))
            {
                snippets.Add(match.Groups["name"].Value, Dedent(match.Groups["code"].Value));
            }
        }

        return snippets;
    }

    private static string Dedent(string code)
    {
        var lines = code.ReplaceLineEndings("\n").TrimEnd('\n', ' ').Split('\n');
        var indent = lines.Where(static line => line.Trim().Length > 0).Min(static line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length < indent ? string.Empty : line[indent..].TrimEnd()));
    }

    [GeneratedRegex(@"^ *// begin (?<name>\S+) *\r?\n(?<code>.*?)^ *// end \k<name> *\r?$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();
}
