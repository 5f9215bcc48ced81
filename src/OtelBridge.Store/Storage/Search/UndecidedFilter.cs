namespace OtelBridge.Store.Storage.Search;

/// <summary>A condition that SQL only encloses: evaluated with what SQL found of its parts and, where that leaves it open, with the spans.</summary>
internal sealed class UndecidedFilter
{
    private readonly SearchCondition _root;

    /// <summary>Makes the filter.</summary>
    /// <param name="root">The condition.</param>
    /// <param name="mayHolds">Whether the rows are read where <see cref="SearchCondition.May"/> holds, so that it need not be asked again: it may be a question to the word index.</param>
    public UndecidedFilter(SearchCondition root, bool mayHolds = false)
    {
        _root = root;
        Columns = [.. ColumnsOf(root, mayHolds)];
    }

    /// <summary>Gets the columns that <see cref="Holds(bool[], IReadOnlyList{ReceivedSpan})"/> wants to know of whether they hold.</summary>
    public IReadOnlyList<FilterColumn> Columns { get; }

    /// <summary>Gets a phrase that the spans of every match hold; null where there is none.</summary>
    public RawPhrase? Phrase => PhraseOf(_root);

    /// <summary>Decides for a trace; null when that takes its spans and they are not given.</summary>
    public bool? Holds(bool[] columns, IReadOnlyList<ReceivedSpan>? spans) => Holds(_root, columns, spans);

    private static IEnumerable<FilterColumn> ColumnsOf(SearchCondition condition, bool mayHolds) => condition switch
    {
        { IsDecided: true } => [Column(mayHolds ? SearchCondition.Always : condition.May)],
        ValueCondition values => [new(values.ValuesSql, values.Holds)],
        ContentCondition content when mayHolds => [Column(SearchCondition.Always), Column($"(({content.Open}) IS NOT TRUE) OR ({content.Must})")],
        ContentCondition content => [Column(content.May), Column(content.Must)],
        JoinedCondition joined => joined.Operands.SelectMany(operand => ColumnsOf(operand, mayHolds && joined.IsAll)),
        NotCondition not => ColumnsOf(not.Operand, mayHolds: false),
        _ => throw new InvalidOperationException($"{condition.GetType().Name} cannot be undecided."),
    };

    private static FilterColumn Column(string sql) => new($"(({sql}) IS TRUE)");

    private static RawPhrase? PhraseOf(SearchCondition condition) => condition switch
    {
        ContentCondition content => content.Check.Phrase,
        JoinedCondition { IsAll: true } all => all.Operands.Select(PhraseOf).FirstOrDefault(phrase => phrase is not null),
        _ => null,
    };

    private static int Width(SearchCondition condition) => condition switch
    {
        { IsDecided: true } or ValueCondition => 1,
        ContentCondition => 2,
        JoinedCondition joined => joined.Operands.Sum(Width),
        NotCondition not => Width(not.Operand),
        _ => 0,
    };

    private static bool? Holds(SearchCondition condition, ReadOnlySpan<bool> columns, IReadOnlyList<ReceivedSpan>? spans)
    {
        switch (condition)
        {
            case { IsDecided: true } or ValueCondition:
                return columns[0];
            case ContentCondition content:
                var (may, must) = (columns[0], columns[1]);
                return must ? true : !may ? false : spans is null ? null : content.Check.Holds(spans);
            case NotCondition not:
                return !Holds(not.Operand, columns, spans);
            default:
                return Holds((JoinedCondition)condition, columns, spans);
        }
    }

    // Open until an operand settles it: false for all, true for any.
    private static bool? Holds(JoinedCondition joined, ReadOnlySpan<bool> columns, IReadOnlyList<ReceivedSpan>? spans)
    {
        bool? result = joined.IsAll;
        foreach (var operand in joined.Operands)
        {
            var holds = Holds(operand, columns, spans);
            if (holds == !joined.IsAll)
            {
                return holds;
            }

            result = holds is null ? null : result;
            columns = columns[Width(operand)..];
        }

        return result;
    }
}
