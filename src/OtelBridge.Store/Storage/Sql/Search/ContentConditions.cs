using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Text;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>Conditions on what the spans of a trace say: enclosed by the word index, decided by the spans.</summary>
internal sealed class ContentConditions(SqlSession session, TermDictionary terms, SearchParameters parameters)
{
    private const string IsPending = "EXISTS (SELECT 1 FROM text_pending p WHERE p.trace_key = t.trace_key)";

    private const string IsStale = "(SELECT x.text_stale FROM traces x WHERE x.trace_key = t.trace_key) <> 0";

    private const string NotedSql = "SELECT 1 FROM facets WHERE kind = @kind AND key = @key AND value = @value";

    // Of older traces it is not known what their resources say.
    private const string UnnotedSql = "SELECT max(CAST(value AS bigint)) FROM facets WHERE kind = @kind AND key = ''";

    public SearchCondition OfText(ComparisonNode comparison)
    {
        var text = comparison.Value.Text!; // the field takes no other operators
        if (comparison.Operator == FilterOperator.Match)
        {
            var words = TextPattern.WordsOf(text);
            return words.Count == 0 ? new SqlCondition(SearchCondition.Never) : Enclosed(new MatchCheck(words), Groups(words), isExact: true);
        }

        return Enclosed(
            new TextCheck(TextTest.Of(comparison), RawPhrase.Of(text, comparison.Operator == FilterOperator.ILike)),
            Groups(TextPattern.PartsOf(text)),
            isExact: comparison.Operator == FilterOperator.ILike && TextPattern.IsOneWord(text));
    }

    public SearchCondition OfAttribute(ComparisonNode comparison)
    {
        var key = comparison.Field.Key;
        var groups = Groups(comparison.Operator switch
        {
            FilterOperator.Like or FilterOperator.ILike => TextPattern.PartsOf(comparison.Value.Text!),
            FilterOperator.Equal when comparison.Value.Text is { } text => TextPattern.PartsOf(text.Replace('%', ' ').Replace('_', ' ')),
            _ => [],
        });
        var check = comparison.Value.Number is null
            ? new AttributeCheck(key, TextTest.Of(comparison), null)
            : new AttributeCheck(key, null, NumberComparison.InMemory(comparison));
        return Enclosed(check, [[new WordTerm(Words.OfKey(key), IsPrefix: false)], .. groups], isExact: false);
    }

    /// <summary>Gives the condition that one span says everything that a query asks for.</summary>
    public ContentCondition OfSpan(ServiceTraceQuery query)
    {
        var condition = Enclosed(
            new SpanMatchCheck(query),
            Groups([.. query.Attributes.Where(IsInText).SelectMany(match => TextPattern.PartsOf(match.Value!.Replace('%', ' ').Replace('_', ' ')))]),
            isExact: false);
        return session.Number(UnnotedSql, ("@kind", (long)FacetKind.ResourceAttribute)) is { } last
            ? condition with { MaySql = $"({condition.MaySql} OR t.trace_key <= {parameters.Add(last)})", Driver = null }
            : condition;
    }

    // Whether the words of a value are in the index wherever a span says it. Not escapes, which the index holds undone; nor fields; nor what resources say.
    private bool IsInText(SpanAttributeMatch match) =>
        match.Value is { } value && !value.Contains('\\', StringComparison.Ordinal) && SpanAttributeCheck.AsksForFailure(match) is null
        && match.Keys.All(key => ResourceFacets.Has(key) && !SpanAttributeCheck.IsField(key) && !IsOfResource(key, value)
            && (SpanAttributeCheck.ResourceKey(key) is not { } own || !IsOfResource(own, value)));

    private bool IsOfResource(string key, string value) =>
        session.Number(NotedSql, ("@kind", (long)FacetKind.ResourceAttribute), ("@key", key), ("@value", FacetRule.Cut(value))) is not null;

    private ContentCondition Enclosed(IContentCheck check, List<IReadOnlyList<WordTerm>> groups, bool isExact)
    {
        if (groups.Count == 0)
        {
            return new ContentCondition(check, SearchCondition.Always, SearchCondition.Never, null);
        }

        var dialect = parameters.Dialect;
        var may = parameters.Add(dialect.TextQuery(new WordQuery(groups, OrMore: true)));
        var must = isExact && groups.All(group => group.Count > 0) ? parameters.Add(dialect.TextQuery(new WordQuery(groups, OrMore: false))) : null;
        return new ContentCondition(
            check,
            $"(t.trace_key IN ({dialect.TextMatches(may, isRanged: true)}) OR {IsPending})",
            must is null ? SearchCondition.Never : $"(t.trace_key IN ({dialect.TextMatches(must, isRanged: true)}) AND NOT {IsPending} AND NOT {IsStale})",
            $"SELECT trace_key FROM ({dialect.TextMatches(may, isRanged: false)}) w UNION ALL SELECT trace_key FROM text_pending",
            must is null ? SearchCondition.Always : $"({IsPending} OR {IsStale} OR t.trace_key IN ({dialect.TextMatches(Unknown(), isRanged: true)}))");

        // Where the index does not hold everything.
        string Unknown() => parameters.Add(dialect.TextQuery(new WordQuery([], OrMore: true)));
    }

    // A part that too many words have says nothing of use: what it asks for is left to the check. Of a beginning the index merges all words before it gives the first trace, however few
    // are wanted; single words it gives as it goes, from whichever trace it is asked to.
    private List<IReadOnlyList<WordTerm>> Groups(IReadOnlyList<WordPart> parts)
    {
        var groups = new List<IReadOnlyList<WordTerm>>(parts.Count);
        foreach (var part in parts.Distinct())
        {
            if (!part.IsStart && terms.Find(session, part) is { } words)
            {
                groups.Add([.. words.Select(static word => new WordTerm(word, IsPrefix: false))]);
            }
            else if (part is { IsStart: true, IsEnd: false } && terms.FindFew(session, part) is { } few)
            {
                groups.Add([.. few.Select(static word => new WordTerm(word, IsPrefix: false))]);
            }
            else if (part.IsStart)
            {
                groups.Add([new WordTerm(part.Text, IsPrefix: !part.IsEnd)]);
            }
        }

        return groups;
    }
}
