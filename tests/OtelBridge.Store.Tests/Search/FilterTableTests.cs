using System.Text.RegularExpressions;
using OtelBridge.Store.Search;
using OtelBridge.TestSupport;

namespace OtelBridge.Store.Tests.Search;

/// <summary>docs/mlflow-compatibility.md lists every field of filters with every operator that it takes.</summary>
public sealed partial class FilterTableTests
{
    [Fact]
    public void Filters_OfTheCompatibilityTable_AreThoseOfTheVocabulary()
    {
        var section = File.ReadAllText(RepositoryFolder.File("docs", "mlflow-compatibility.md")).Split("## Filters of traces")[1].Split("\n## ")[0];
        var documented = Row().Matches(section).Select(row => $"{row.Groups["field"].Value}: {Sorted(row.Groups["operators"].Value)}");

        documented.Order().ShouldBe(TraceVocabulary.Instance.Fields.Where(rule => rule.CanFilter)
            .Select(rule => $"{Spelling(rule)}: {string.Join(' ', rule.Operators.Select(FilterOperators.Spelling).Order(StringComparer.Ordinal))}").Order());
    }

    private static string Spelling(FilterFieldRule rule)
    {
        var entity = rule.Entities[0];
        return (entity, rule.Keys.Count, rule.MayStandAlone) switch
        {
            ("attribute", _, true) => rule.Keys[0],
            ("attribute", _, false) => $"trace.{rule.Keys[0]}",
            (_, 0, _) => $"{entity}.{rule.KeyPrefix}".TrimEnd('.'),
            _ => $"{entity}.{rule.Keys[0]}",
        };
    }

    private static string Sorted(string operators) => string.Join(' ', Code().Matches(operators).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));

    // | `status` | `=` `!=` | …
    [GeneratedRegex(@"^\| `(?<field>[a-z._]+)` \| (?<operators>[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
