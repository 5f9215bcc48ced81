namespace OtelBridge.Store.Search;

/// <summary>Reads the clauses of an order, each <c>key [ASC|DESC]</c>.</summary>
internal static class OrderParser
{
    /// <summary>Reads an order of a vocabulary.</summary>
    /// <exception cref="InvalidFilterException">A clause cannot be read or repeats a key.</exception>
    public static IReadOnlyList<OrderTerm> Parse(IReadOnlyList<string> clauses, FilterVocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(clauses);
        if (clauses.Count > FilterLimits.OrderClauses || clauses.Sum(clause => (long)clause.Length) > FilterLimits.Characters)
        {
            throw new InvalidFilterException(
                $"The order_by is too long: expected at most {FilterLimits.OrderClauses} clauses of {FilterLimits.Characters} characters together.");
        }

        var fields = new FieldReader(vocabulary, forOrder: true);
        var terms = new List<OrderTerm>(clauses.Count);
        var seen = new HashSet<FilterField>();
        foreach (var clause in clauses)
        {
            var source = new FilterSource(clause, $" of order_by '{FilterSource.Shortened(clause)}'");
            var term = Clause(source, fields);
            terms.Add(seen.Add(term.Field)
                ? term
                : throw source.Error(0, $"`order_by` contains duplicate fields: '{FilterSource.Shortened(clause)}'", "each key once"));
        }

        return terms;
    }

    private static OrderTerm Clause(FilterSource source, FieldReader fields)
    {
        var lexer = new FilterLexer(source);
        var key = lexer.Next();
        if (!key.MayBeField)
        {
            throw source.Error(
                key.Start,
                $"Invalid order_by clause '{FilterSource.Shortened(source.Text)}'. Could not be parsed",
                "a key, then ASC, DESC or nothing");
        }

        var field = fields.Read(source, key).Field;
        var direction = lexer.Next();
        var isDirection = direction.Is("ASC") || direction.Is("DESC");
        var rest = isDirection ? lexer.Next() : direction;
        return rest.Kind == FilterTokenKind.End
            ? new OrderTerm(field, direction.Is("DESC"))
            : throw source.Error(
                rest.Start,
                $"Invalid ordering key in order_by clause '{FilterSource.Shortened(source.Text)}'",
                isDirection ? "the end" : "ASC, DESC or the end",
                rest.Kind == FilterTokenKind.Comma ? "Each key is an item of its own in the list." : null);
    }
}
