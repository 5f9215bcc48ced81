using System.Text.RegularExpressions;
using OtelBridge.Documents.Tests.Markdown;
using OtelBridge.TestSupport;

namespace OtelBridge.Documents.Tests;

/// <summary>docs/ui.md lists the keys of the pages; they are those that the pages and their scripts have.</summary>
/// <remarks><c>OTELBRIDGE_ACCEPT_DOCUMENTS=1</c> writes the table anew.</remarks>
public sealed partial class KeyTableTests
{
    private const string Begin = "| Page | Key | What it does |\n| --- | --- | --- |\n";
    private const string End = "\n\n<!-- end of keys -->";
    private const string Elements = "Assets/scripts/elements";
    private const string Filter = "Traces/FilterForm.razor";

    // What people call the folders; the order is that of the table.
    private static readonly (string Folder, string Page)[] Pages =
    [
        ("Layout", "everywhere"), (Elements + "/ob-palette.js", "everywhere"), ("Experiments", "experiments"), ("Traces", "traces"), (Elements + "/ob-rows.js", "traces"),
        ("TraceView", "a trace"), ("Assets/scripts/tree", "a trace"), ("Assessments", "a trace"), ("Tags", "a trace"), ("Spans", "a trace"), ("Comparison", "compare"),
        (Filter, "sessions"), ("Sessions", "sessions"), (Filter, "dashboard"), ("Dashboard", "dashboard"), ("Runs", "runs"), ("Health", "health"), ("Audit", "audit log"),
    ];

    [Fact]
    public void Document_Keys_AreThoseOfThePages()
    {
        var document = new Document("docs/ui.md");
        var start = document.Text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var table = document.Text[start..document.Text.IndexOf(End, StringComparison.Ordinal)];
        var rows = string.Join('\n', Keys().Select(static key => $"| {key.Page} | `{key.Key}` | {key.Title} |").Distinct());
        if (Document.Accepts && table != rows)
        {
            document.Replace(table, rows);
            return;
        }

        table.ShouldBe(rows, "The keys changed. Write them down with OTELBRIDGE_ACCEPT_DOCUMENTS=1.");
    }

    private static IEnumerable<(string Page, string Key, string Title)> Keys()
    {
        var web = RepositoryFolder.File("src/OtelBridge.Web");
        foreach (var (folder, page) in Pages)
        {
            foreach (var file in Files(Path.Combine(web, folder)))
            {
                foreach (var match in Key().Matches(File.ReadAllText(file)).Where(static match => !match.Value.Contains("title=\"@", StringComparison.Ordinal)))
                {
                    var title = match.Groups["title"].Value;
                    yield return (title == "Choose an experiment" ? "everywhere" : page, match.Groups["key"].Value, title);
                }
            }
        }
    }

    private static IEnumerable<string> Files(string path) => File.Exists(path) ? [path] : !Directory.Exists(path)
        ? []
        : Directory.GetFiles(path).Where(static file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".js", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    // data-key="n" data-key-title="New experiment" in markup; { key: 'j', title: 'Next trace', … } in scripts. Those that are made at run time are told in the text.
    [GeneratedRegex("""data-key="(?<key>[^"@]+)" data-key-title="(?<title>[^"@]+)"|\bkey: '(?<key>[^']+)', title: '(?<title>[^'$]+)'""")]
    private static partial Regex Key();
}
