using System.Globalization;
using System.Text.RegularExpressions;
using OtelBridge.Store.Search;
using OtelBridge.TestSupport;

namespace OtelBridge.Store.Tests.Search;

/// <summary>The page about the search language says what the vocabulary of traces says, field for field.</summary>
public sealed partial class SearchDocumentTests
{
    private static readonly string Document = File.ReadAllText(RepositoryFolder.File("docs", "search.md"));

    [Fact]
    public void Fields_OfTheDocument_AreThoseOfTheVocabulary()
    {
        var documented = Section("Fields").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).SelectMany(Documented).ToList();
        var known = TraceVocabulary.Instance.Fields.Where(rule => rule.CanFilter).SelectMany(Known).ToList();

        documented.Order().ShouldBe(known.Order());
        known.Count.ShouldBeGreaterThan(25);
    }

    [Fact]
    public void Order_OfTheDocument_NamesEveryKey()
    {
        var section = Section("Order and pages");

        foreach (var rule in TraceVocabulary.Instance.Fields.Where(rule => rule.CanOrder))
        {
            section.ShouldContain(rule switch
            {
                { Keys: [] } => "any tag or metadata key",
                { Entities: ["tokens"] } => "`tokens.*`",
                { Entities: ["cost"] } => "`cost.*`",
                _ => $"`{rule.Keys[0]}`",
            });
        }
    }

    [Fact]
    public void Operators_OfTheDocument_AreAll()
    {
        var section = Section("Grammar");

        foreach (var filterOperator in Enum.GetValues<FilterOperator>())
        {
            section.ShouldContain($"`{filterOperator.Spelling()}`");
        }
    }

    [Fact]
    public void Limits_OfTheDocument_AreThoseOfTheParser()
    {
        var section = Section("Limits");

        section.ShouldContain($"{FilterLimits.Characters / 1024} KiB of text");
        section.ShouldContain($"{FilterLimits.Comparisons} comparisons");
        section.ShouldContain($"{FilterLimits.Depth} levels");
        section.ShouldContain($"{FilterLimits.ListValues.ToString("N0", CultureInfo.InvariantCulture)} values");
    }

    [Fact]
    public void Examples_OfTheDocument_AreRead()
    {
        var examples = Document.Split("```")[1].Split('\n').Skip(1).Select(line => line.Split("  --")[0].Trim()).Where(line => line.Length > 0).ToList();

        examples.Count.ShouldBeGreaterThan(4);
        foreach (var example in examples)
        {
            Should.NotThrow(() => TraceFilter.Parse(example), example);
        }
    }

    private static string Section(string title) =>
        Document.Split("\n## ").Single(section => section.StartsWith(title + "\n", StringComparison.Ordinal));

    // | `tag.KEY` | `tags.KEY` | `=` `!=` | … |  gives each spelling with what it takes and whether it is ours.
    private static IEnumerable<string> Documented(string row)
    {
        var cells = row.Split('|');
        var operators = Operators(cells[3]);
        var isOurs = cells[1].Contains("**+**");
        return from spelling in Code().Matches(cells[1] + cells[2]).Select(match => match.Groups["code"].Value)
               let before = spelling.Replace("KEY", "", StringComparison.Ordinal).Replace("NAME", "", StringComparison.Ordinal)
               select Line(before, operators, isOurs);
    }

    private static IEnumerable<FilterOperator> Operators(string cell) => cell.Replace("**+**", "", StringComparison.Ordinal).Trim() switch
    {
        "text" => FilterOperators.ForText,
        "numbers" => FilterOperators.ForNumbers,
        "text; numbers" => FilterOperators.ForText.Union(FilterOperators.ForNumbers),
        var spelled => Code().Matches(spelled).Select(match => FilterOperators.Of(match.Groups["code"].Value)!.Value),
    };

    private static IEnumerable<string> Known(FilterFieldRule rule)
    {
        var entity = TraceVocabulary.Instance.Entities.Single(entity => entity.Name == rule.Entities[0]);
        var before = entity.IsImplied ? [rule.MayStandAlone ? "" : entity.Aliases[^1] + "."] : entity.Spellings.Select(spelling => spelling + ".");
        IReadOnlyList<string> keys = rule.Keys.Count > 0 ? rule.Keys : [rule.KeyPrefix];
        return from prefix in before from key in keys select Line(prefix + key, rule.Operators, rule.IsExtension);
    }

    private static string Line(string spelling, IEnumerable<FilterOperator> operators, bool isExtension) =>
        $"{spelling}: {FilterOperators.Listed(operators.Order())}{(isExtension ? " (ours)" : "")}";

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Code();
}
