using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using OtelBridge.Store.Search;

namespace OtelBridge.Store.Tests.Search;

/// <summary>Generates every tree that a vocabulary can say.</summary>
internal static class FilterTrees
{
    private static readonly string[] Keys = ["a", "my key", "mlflow.trace.user", "a`b", "it's", "\"", ".", "OR", "größe", "attributes.", "\n", "😀"];

    private static readonly string[] Texts = ["", "a", "it's", "say \"a\"", "%a_", "''", "\"\"", ") OR (", "5", " ", "\\", "é😀", "\0"];

    private static readonly double[] Fractions = [0.5, -0.25, 1e-300, 1e300, 9.3e18, double.Epsilon, double.MaxValue];

    private static readonly long[] Wholes = [0, 1, -1, 1L << 53, (1L << 53) + 1, long.MaxValue, long.MinValue];

    public static Gen<FilterNode> Of(FilterVocabulary vocabulary) => Gen.Choose(0, 4).SelectMany(depth => Node(vocabulary, depth));

    // Canonical as the parser makes them: at least two operands, none of its own kind.
    private static Gen<FilterNode> Node(FilterVocabulary vocabulary, int depth)
    {
        if (depth == 0)
        {
            return Comparison(vocabulary);
        }

        var inner = Gen.Choose(0, depth - 1).SelectMany(below => Node(vocabulary, below));
        return Gen.OneOf(
            Comparison(vocabulary),
            inner.Select(FilterNode (operand) => new NotNode(operand)),
            Several(inner).Select(FilterNode (list) => new AndNode([.. list.SelectMany(node => node is AndNode and ? and.Operands : [node])])),
            Several(inner).Select(FilterNode (list) => new OrNode([.. list.SelectMany(node => node is OrNode or ? or.Operands : [node])])));
    }

    private static Gen<FilterNode[]> Several(Gen<FilterNode> node) => Gen.Choose(2, 3).SelectMany(count => node.ArrayOf(count));

    private static Gen<FilterNode> Comparison(FilterVocabulary vocabulary) =>
        from rule in Gen.Elements(vocabulary.Fields.Where(rule => rule.CanFilter))
        from key in Gen.Elements(Keys)
        from filterOperator in Gen.Elements(rule.Operators)
        let field = new FilterField(rule.Kind, rule.Keys.Count > 0 ? "" : key)
        from node in rule.NumberOperators.Contains(filterOperator)
            ? Gen.OneOf(
                Number().Select(FilterNode (value) => new ComparisonNode(field, filterOperator, value)),
                rule.TextOperators.Count == 0
                    ? Gen.Constant<FilterNode>(new NeverNode(field, filterOperator, "no 'number'"))
                    : TextFor(filterOperator).Select(FilterNode (value) => new ComparisonNode(field, rule.TextOperators[0], value)))
            : TextFor(filterOperator).Select(FilterNode (value) => new ComparisonNode(field, filterOperator, value))
        select node;

    private static Gen<FilterValue> Number() => Gen.OneOf(Gen.Elements(Wholes).Select(FilterValue.Of), Gen.Elements(Fractions).Select(FilterValue.Of));

    private static Gen<FilterValue> TextFor(FilterOperator filterOperator) => filterOperator switch
    {
        FilterOperator.In or FilterOperator.NotIn => Gen.Elements(Texts).NonEmptyListOf().Select(list => FilterValue.Of([.. list.Take(20)])),
        FilterOperator.RLike => Gen.Elements(Texts).Select(text => FilterValue.Of(Regex.Escape(text))),
        FilterOperator.Match => Gen.Elements(Texts).Select(text => FilterValue.Of("word " + text)),
        _ => Gen.Elements(Texts).Select(FilterValue.Of),
    };
}
