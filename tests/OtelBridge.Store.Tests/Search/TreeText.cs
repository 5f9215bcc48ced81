using System.Globalization;
using OtelBridge.Store.Search;

namespace OtelBridge.Store.Tests.Search;

/// <summary>A syntax tree as the tests write it: <c>And(State Equal 'OK', Not(Tag[color] Equal 'red'))</c>.</summary>
/// <remarks>Fields go by their kind, so that no spelling of a filter hides.</remarks>
internal static class TreeText
{
    public static string Of(FilterNode? node) => node switch
    {
        null => "all",
        AndNode and => $"And({string.Join(", ", and.Operands.Select(Of))})",
        OrNode or => $"Or({string.Join(", ", or.Operands.Select(Of))})",
        NotNode not => $"Not({Of(not.Operand)})",
        NeverNode never => $"Never({Of(never.Field)} {never.Operator} '{never.Text}')",
        ComparisonNode comparison => $"{Of(comparison.Field)} {comparison.Operator} {Of(comparison.Value)}",
        _ => throw new InvalidOperationException($"A node that nobody knows: {node}."),
    };

    public static string Of(FilterField field) => field.Key.Length == 0 ? field.Kind.ToString() : $"{field.Kind}[{field.Key}]";

    public static string Of(IReadOnlyList<OrderTerm> order) => string.Join(", ", order.Select(term => Of(term.Field) + (term.Descending ? " down" : " up")));

    private static string Of(FilterValue value) => value switch
    {
        { Text: { } text } => $"'{text}'",
        { WholeNumber: { } whole } => whole.ToString(CultureInfo.InvariantCulture),
        { Number: { } number } => number.ToString("R", CultureInfo.InvariantCulture) + "d",
        _ => $"[{string.Join(", ", value.Texts!.Select(text => $"'{text}'"))}]",
    };
}
