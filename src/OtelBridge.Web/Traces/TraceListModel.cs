namespace OtelBridge.Web.Traces;

/// <summary>What the list shows.</summary>
/// <param name="Address">What was asked for.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The traces of this page.</param>
public sealed record TraceListModel(TraceListAddress Address, IReadOnlyList<TraceColumn> Columns, IReadOnlyList<TraceRow> Rows)
{
    /// <summary>Gets the token of the next page; empty on the last.</summary>
    public string NextPage { get; init; } = "";

    /// <summary>Gets the token of this page; empty on the first.</summary>
    public string ThisPage { get; init; } = "";

    /// <summary>Gets what the stream of the live list compares with; empty but on the first page.</summary>
    public string Seen { get; init; } = "";

    /// <summary>Gets what is wrong with the filter; null where nothing is.</summary>
    public FilterFault? Fault { get; init; }

    /// <summary>Gets whether nothing is stored that another filter could find.</summary>
    public bool IsUnused { get; init; }

    /// <summary>Gets the names of the experiments whose ids are shown.</summary>
    public IReadOnlyDictionary<string, string> Experiments { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<FilterChip> Usual { get; } = FilterChips.OfUsual(Address);

    public IReadOnlyList<FilterChip> Present { get; } = FilterChips.OfPresent(Address);

    public IReadOnlyList<FilterChip> Ranges { get; } = FilterChips.OfRanges(Address);

    /// <summary>Gets the title of the list: the experiment, where it is of one.</summary>
    public string Title => Address.Scope.ExperimentIds is [var id] ? $"Traces of {ExperimentName(id)}" : "Traces";

    public string ExperimentName(string id) => Experiments.GetValueOrDefault(id, id);
}
