using System.Text.RegularExpressions;
using OtelBridge.TestSupport;

namespace OtelBridge.Documents.Tests;

/// <summary>The pages about security name a test for what they promise; those tests are there.</summary>
public sealed partial class SecurityPagesTests
{
    private static readonly Dictionary<string, string> Sources = Directory.EnumerateFiles(RepositoryFolder.File("tests"), "*Tests.cs", SearchOption.AllDirectories)
        .GroupBy(static file => Path.GetFileNameWithoutExtension(file))
        .ToDictionary(static files => files.Key, static files => string.Concat(files.Select(File.ReadAllText)));

    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(RepositoryFolder.File("docs/security"), "*.md").Select(static file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Tests_NamedOnAPage_AreThere(string page)
    {
        var named = Named(File.ReadAllText(RepositoryFolder.File("docs", "security", page))).ToList();

        named.ShouldNotBeEmpty();
        named.Where(static test => !Sources.TryGetValue(test.Class, out var source) || !source.Contains($" {test.Method}(", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    // `ClassTests.Method`, and `.Method` after it for another one of the same class.
    private static IEnumerable<(string Class, string Method)> Named(string text)
    {
        var last = "";
        foreach (Match match in Test().Matches(text))
        {
            last = match.Groups["class"].Value is { Length: > 0 } name ? name : last;
            yield return (last, match.Groups["method"].Value);
        }
    }

    [GeneratedRegex(@"`(?<class>\w+Tests)?\.(?<method>\w+_\w+)`")]
    private static partial Regex Test();
}
