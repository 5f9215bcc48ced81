using OtelBridge.Dialects;
using OtelBridge.TestSupport;

namespace OtelBridge.Store.Tests.Translation;

/// <summary><c>docs/dialects.md</c> says what the tables of the dialects say, row by row.</summary>
public sealed class DialectsDocumentTests
{
    private static readonly string[] Document = File.ReadAllLines(RepositoryFolder.File("docs", "dialects.md"));

    public static TheoryData<string, int> Sections => new()
    {
        { "MLflow", 0 },
        { "OpenInference", 1 },
        { "GenAI semantic conventions", 2 },
        { "OpenLLMetry (Traceloop)", 3 },
        { "Google ADK", 4 },
        { "Vercel AI SDK", 5 },
    };

    [Fact]
    public void Document_EveryDialect_HasASection() => Sections.Count.ShouldBe(KnownDialects.InOrder.Count);

    [Theory]
    [MemberData(nameof(Sections))]
    public void Document_SectionOfADialect_HasExactlyItsKeys(string heading, int dialect)
    {
        var section = Document.SkipWhile(line => line != $"### {heading}").Skip(1).TakeWhile(line => !line.StartsWith('#'));

        section.Where(line => line.StartsWith("| ") && !line.StartsWith("| What ") && !line.StartsWith("| ---")).ShouldBe(Rows(KnownDialects.InOrder[dialect]));
    }

    private static IEnumerable<string> Rows(Dialect dialect) =>
        from item in new (string Name, IEnumerable<string> Keys)[]
        {
            ("Kind", dialect.Kinds),
            ("Kind → span type", (dialect.SpanTypes ?? Enumerable.Empty<KeyValuePair<string, string>>())
                .GroupBy(type => type.Value, type => type.Key)
                .OrderBy(type => type.Key, StringComparer.Ordinal)
                .Select(type => $"{string.Join("` `", type.Order(StringComparer.Ordinal))}` → `{type.Key}")),
            ("Inputs", [.. dialect.Inputs, .. dialect.FlattenedInputs.Select(Flattened), .. dialect.IndexedInputs.Select(Indexed)]),
            ("Outputs", [.. dialect.Outputs, .. dialect.FlattenedOutputs.Select(Flattened), .. dialect.IndexedOutputs.Select(Indexed)]),
            ("Inputs and outputs of one kind", dialect.Spread is { } spread ? [spread.Kind, spread.InputsPrefix + "*", spread.OutputsPrefix + "*"] : []),
            ("Chat", [.. dialect.ChatInputs, .. dialect.ChatOutputs]),
            ("System instructions", dialect.SystemInstructions),
            ("Tools", [.. dialect.Tools, .. dialect.FlattenedTools.Select(Flattened)]),
            ("Input tokens", dialect.InputTokens),
            ("Output tokens", dialect.OutputTokens),
            ("Total tokens", dialect.TotalTokens),
            ("Whole usage", dialect.Usages),
            ("Cache read tokens", dialect.CacheReadTokens),
            ("Cache write tokens", dialect.CacheWriteTokens),
            ("Reasoning tokens", dialect.ReasoningTokens),
            ("Whole cost", dialect.WholeCosts),
            ("Cost", dialect.TotalCosts),
            ("Input cost", dialect.InputCosts),
            ("Output cost", dialect.OutputCosts),
            ("Cache read cost", dialect.CacheReadCosts),
            ("Cache write cost", dialect.CacheWriteCosts),
            ("Reasoning cost", dialect.ReasoningCosts),
            ("Service tier", dialect.ServiceTiers),
            ("Kinds whose tokens are left aside", dialect.KindsThatRepeatTokens.Order(StringComparer.Ordinal)),
            ("Model", dialect.Models),
            ("Provider", dialect.Providers),
            ("Agent", dialect.Agents),
            ("Session", dialect.Sessions),
            ("User", dialect.Users),
            ("Trace id", dialect.TraceIds),
            ("Experiment", dialect.Experiments),
        }
        where item.Keys.Any()
        select $"| {item.Name} | {string.Join(", ", item.Keys.Select(key => $"`{key}`"))} |";

    private static string Flattened(FlattenedList list) => $"{list.Prefix}N.*";

    private static string Indexed(IndexedKey key) => $"{key.Prefix}N{key.Suffix.Replace('#', 'M')}";
}
