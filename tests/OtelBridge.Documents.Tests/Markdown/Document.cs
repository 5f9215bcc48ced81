using System.Text.RegularExpressions;
using OtelBridge.TestSupport;

namespace OtelBridge.Documents.Tests.Markdown;

/// <summary>A Markdown document of the repository, and the C# in it.</summary>
internal sealed partial class Document(string path)
{
    /// <summary>With it set, documents are written anew from the snippets instead of being compared with them.</summary>
    public static bool Accepts { get; } = Environment.GetEnvironmentVariable("OTELBRIDGE_ACCEPT_DOCUMENTS") == "1";

    public string Text { get; private set; } = File.ReadAllText(RepositoryFolder.File(path)).ReplaceLineEndings("\n");

    public IReadOnlyList<CodeBlock> CodeBlocks =>
    [
        .. Block().Matches(Text).Select(static match => new CodeBlock(
            match.Groups["name"] is { Success: true } name ? name.Value : null, match.Groups["code"].Value.TrimEnd('\n'), match.Groups["code"].Index, match.Groups["code"].Length)),
    ];

    /// <summary>The rows of its tables, cell by cell, without the heads.</summary>
    public IEnumerable<string[]> Rows => Text.Split('\n')
        .Where(static line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal))
        .Select(static line => Bar().Split(line.Trim()).Skip(1).SkipLast(1).Select(static cell => cell.Trim()).ToArray());

    public void Replace(string old, string replacement)
    {
        Text = Text.Replace(old, replacement, StringComparison.Ordinal);
        File.WriteAllText(RepositoryFolder.File(path), Text);
    }

    public void Replace(CodeBlock block, string code)
    {
        Text = string.Concat(Text.AsSpan(0, block.Start), code, "\n", Text.AsSpan(block.Start + block.Length));
        File.WriteAllText(RepositoryFolder.File(path), Text);
    }

    // <!-- snippet: name -->, then the block; or the block alone.
    [GeneratedRegex(@"(?:^<!-- snippet: (?<name>\S+) -->\n+)?^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    // A bar that does not stand behind a backslash.
    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();
}
