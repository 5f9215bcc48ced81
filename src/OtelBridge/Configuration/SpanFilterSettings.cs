using OtelBridge.Export;

namespace OtelBridge.Configuration;

/// <summary>The settings of <see cref="SpanFilterOptions"/>, decided. An empty list lets everything pass.</summary>
internal sealed record SpanFilterSettings
{
    public ValueList<string> SpanTypes { get; init; } = ValueList<string>.Empty;

    public ValueList<string> ExcludedSpanTypes { get; init; } = ValueList<string>.Empty;

    public ValueList<string> Sources { get; init; } = ValueList<string>.Empty;

    public ValueList<string> ExcludedSources { get; init; } = ValueList<string>.Empty;

    public ValueList<string> Experiments { get; init; } = ValueList<string>.Empty;

    public ValueList<string> Names { get; init; } = ValueList<string>.Empty;

    /// <summary>What a trace is of for which the program says nothing, by id and by name, as far as it is known.</summary>
    public ValueList<string> DefaultExperiment { get; init; } = ValueList<string>.Empty;

    public bool IsEmpty => SpanTypes.Count + ExcludedSpanTypes.Count + Sources.Count + ExcludedSources.Count + Experiments.Count + Names.Count == 0;
}
