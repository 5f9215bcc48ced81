using System.Text.RegularExpressions;
using OtelBridge.Documents.Tests.Markdown;
using OtelBridge.TestSupport;

namespace OtelBridge.Documents.Tests;

/// <summary>docs/genai.md says of every library how it is traced and which test shows it; those tests are there.</summary>
public sealed partial class LibraryTableTests
{
    private const string Path = "docs/genai.md";

    private static readonly string[] Libraries =
        ["OpenAI", "Anthropic", "Microsoft.Extensions.AI", "Semantic Kernel", "Agent Framework", "AutoGen", "LangChain", "LlamaIndex", "MCP", "Swarm", "OpenAI Agents"];

    public static TheoryData<string> Names => [.. Libraries];

    // | library | how | what | test | package or shape |
    private static IEnumerable<string[]> Rows => new Document(Path).Rows.Where(static row => row.Length == 5 && row[0] != "Library");

    [Theory]
    [MemberData(nameof(Names))]
    public void Table_OfLibraries_HasARowWithATest(string library)
    {
        var rows = Rows.Where(row => row[0].Split(',')[0].Trim() == library).ToList();

        rows.ShouldNotBeEmpty($"{Path} needs a row for {library}.");
        foreach (var row in rows)
        {
            row.ShouldAllBe(static cell => cell.Length > 0);
            TestFiles(row).ShouldNotBeEmpty($"The row of {library} names no test.");
            row[4].ShouldBeOneOf("real package", "recorded shape", "pattern");
        }
    }

    [Fact]
    public void Tests_NamedInTheTable_AreThere() =>
        Rows.SelectMany(TestFiles).Distinct().Where(static file => !File.Exists(RepositoryFolder.File(file))).ShouldBeEmpty();

    private static IEnumerable<string> TestFiles(string[] row) => TestFile().Matches(row[3]).Select(static match => $"tests/{match.Groups["path"].Value}");

    // `OtelBridge.Interop.Tests/Emitters/EmitterTests.cs`
    [GeneratedRegex(@"`(?<path>OtelBridge\.[^`]+\.cs)`")]
    private static partial Regex TestFile();
}
