using System.Text.RegularExpressions;
using OtelBridge.TestSupport;

namespace OtelBridge.Web.Tests.Layout;

/// <summary>What a key does on a page is one thing: no two parts of a page, and none of the frame, have the same.</summary>
public sealed partial class PageKeyTests
{
    private const string Scripts = "Assets/scripts/";

    // What lies on every page, and the parts that lie on each: files, or folders with all their files.
    private static readonly string[] Everywhere = ["Layout", "Theme", "Experiments/ExperimentPicker.razor", Scripts + "elements/ob-palette.js"];

    private static readonly Dictionary<string, string[]> Pages = new()
    {
        ["experiments"] = ["Experiments/ExperimentsPage.razor", "Experiments/ExperimentTableRow.razor"],
        ["experiment"] = ["Experiments/ExperimentPage.razor"],
        ["traces"] = ["Traces", Scripts + "elements/ob-rows.js"],
        ["trace"] = ["TraceView", Scripts + "tree", "Spans", "Assessments", "Tags", "Content"],
        ["compare"] = ["Comparison"],
        ["sessions"] = ["Sessions/SessionsPage.razor", "Sessions/SessionFilter.razor", "Traces/FilterForm.razor", Scripts + "elements/ob-steps.js"],
        ["session"] = ["Sessions/SessionPage.razor", "Sessions/SessionSums.razor", "Sessions/TurnView.razor", "Content", Scripts + "elements/ob-steps.js"],
        ["dashboard"] = ["Dashboard", "Charts", "Traces/FilterForm.razor"],
        ["runs"] = ["Runs/RunsPage.razor", "Runs/RunComparisonPage.razor"],
        ["run"] = ["Runs/RunPage.razor", "Runs/PairTable.razor"],
        ["status"] = ["Health", "Charts"],
        ["audit"] = ["Audit"],
    };

    public static TheoryData<string> PageNames => [.. Pages.Keys];

    [Theory]
    [MemberData(nameof(PageNames))]
    public void Keys_OfAPageAndOfTheFrame_AreDistinct(string page)
    {
        var keys = KeysOf([.. Everywhere, .. Pages[page]]);

        keys.ShouldContain(static key => key.Key == "Ctrl+k"); // it did find some
        keys.GroupBy(static key => key.Key).Where(static group => group.Count() > 1)
            .Select(static group => $"{group.Key}: {string.Join(", ", group.Select(static key => key.Title))}").ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(PageNames))]
    public void Keys_ThatBeginASequence_AreNoKeysAlone(string page)
    {
        var keys = KeysOf([.. Everywhere, .. Pages[page]]);

        keys.Where(key => keys.Any(other => other.Key.StartsWith(key.Key + " ", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void Keys_OfAllFiles_BelongToSomePage()
    {
        var known = Pages.Values.SelectMany(static parts => parts).Concat(Everywhere).SelectMany(Files).ToHashSet();
        var web = RepositoryFolder.File("src/OtelBridge.Web");

        Directory.EnumerateFiles(web, "*", SearchOption.AllDirectories)
            .Where(static file => IsSource(file) && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => !known.Contains(file) && Key().IsMatch(File.ReadAllText(file)))
            .ShouldBeEmpty("A page has keys that this test does not look at: write it down above.");
    }

    private static List<(string Key, string Title)> KeysOf(IEnumerable<string> parts) =>
    [
        .. parts.SelectMany(Files).Distinct().SelectMany(static file => Key().Matches(File.ReadAllText(file)))
            .Select(static match => (match.Groups["key"].Value, match.Groups["title"].Value)).Distinct(),
    ];

    private static IEnumerable<string> Files(string part)
    {
        var path = RepositoryFolder.File("src/OtelBridge.Web", part);
        return File.Exists(path) ? [path] : Directory.GetFiles(path).Where(IsSource);
    }

    private static bool IsSource(string file) => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".js", StringComparison.Ordinal);

    // data-key="n" data-key-title="…" in markup; { key: 'j', title: '…', … } in scripts. Those that are worked out ("g e", the steps of a comparison) are seen as they are written.
    [GeneratedRegex("""data-key="(?<key>[^"@]+)"\s+data-key-title="(?<title>[^"]*)"|\bkey: '(?<key>[^']+)', title: ['`](?<title>[^'`]*)['`]""")]
    private static partial Regex Key();
}
