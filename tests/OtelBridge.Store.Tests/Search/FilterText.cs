using System.Globalization;
using OtelBridge.Store.Search;

namespace OtelBridge.Store.Tests.Search;

/// <summary>Writes a syntax tree as a filter that means it, to read it back.</summary>
internal static class FilterText
{
    public static string Of(FilterNode node, FilterVocabulary vocabulary) => node switch
    {
        AndNode and => string.Join(" AND ", and.Operands.Select(operand => Inner(operand, vocabulary))),
        OrNode or => string.Join(" OR ", or.Operands.Select(operand => Inner(operand, vocabulary))),
        NotNode not => "NOT " + Inner(not.Operand, vocabulary),
        NeverNode never => $"{Of(never.Field, vocabulary)} {never.Operator.Spelling()} {Quoted(never.Text, '\'')}",
        ComparisonNode comparison => $"{Of(comparison.Field, vocabulary)} {comparison.Operator.Spelling()} {Of(comparison.Value)}",
        _ => throw new InvalidOperationException($"A node that nobody knows: {node}."),
    };

    public static string Of(FilterField field, FilterVocabulary vocabulary)
    {
        var rule = vocabulary.Fields.Single(rule => rule.Kind == field.Kind);
        return $"{rule.Entities[0]}.{(rule.Keys.Count > 0 ? rule.Keys[0] : rule.KeyPrefix + Quoted(field.Key, '`'))}";
    }

    private static string Inner(FilterNode node, FilterVocabulary vocabulary) =>
        node is AndNode or OrNode ? $"({Of(node, vocabulary)})" : Of(node, vocabulary);

    private static string Of(FilterValue value) => value switch
    {
        { Text: { } text } => Quoted(text, '"'),
        { WholeNumber: { } whole } => whole.ToString(CultureInfo.InvariantCulture),
        { Number: { } number } => number.ToString("R", CultureInfo.InvariantCulture),
        _ => $"({string.Join(", ", value.Texts!.Select(text => Quoted(text, '\'')))})",
    };

    private static string Quoted(string text, char quote) => $"{quote}{text.Replace($"{quote}", $"{quote}{quote}", StringComparison.Ordinal)}{quote}";
}
