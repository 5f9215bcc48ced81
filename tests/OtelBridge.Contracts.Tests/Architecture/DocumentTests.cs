using System.Text.RegularExpressions;
using OtelBridge.TestSupport;

namespace OtelBridge.Contracts.Tests.Architecture;

/// <summary>Files that the documents name exist: the way of a span in ten hops must stay true.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Architecture_TheTenHops_NameFilesThatExist()
    {
        var hops = Hop().Matches(File.ReadAllText(RepositoryFolder.File("docs/architecture.md"))).ToList();

        hops.Select(hop => int.Parse(hop.Groups["number"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(Enumerable.Range(1, 10));
        var paths = hops.SelectMany(hop => QuotedPath().Matches(hop.Value)).Select(match => match.Groups["path"].Value).ToList();
        paths.Count.ShouldBeGreaterThanOrEqualTo(10);
        paths.Where(path => !File.Exists(RepositoryFolder.File(path))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/architecture.md")]
    [InlineData("CHANGELOG.md")]
    public void Document_RelativeLinks_LeadSomewhere(string document)
    {
        var folder = Path.GetDirectoryName(RepositoryFolder.File(document))!;

        var links = Link().Matches(File.ReadAllText(RepositoryFolder.File(document))).Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#'));

        links.Where(target => !Path.Exists(Path.Combine(folder, target.Split('#')[0]))).ShouldBeEmpty();
    }

    // A row of the table of hops: | 3 | … |
    [GeneratedRegex(@"^\| (?<number>\d+) \|.*$", RegexOptions.Multiline)]
    private static partial Regex Hop();

    [GeneratedRegex("`(?<path>[A-Za-z.]+/[A-Za-z./]+\\.cs)`")]
    private static partial Regex QuotedPath();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
