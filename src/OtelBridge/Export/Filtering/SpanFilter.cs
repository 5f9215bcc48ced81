using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Tracing.Ambient;

namespace OtelBridge.Export.Filtering;

/// <summary>Says which spans a destination does not get. Runs on the program's threads: it allocates nothing and never throws.</summary>
internal sealed class SpanFilter
{
    private readonly NameSet? _types;
    private readonly NameSet? _excludedTypes;
    private readonly NameSet? _sources;
    private readonly NameSet? _excludedSources;
    private readonly NameSet? _names;
    private readonly NameSet? _experiments;
    private readonly bool _takesDefaultExperiment;

    private SpanFilter(SpanFilterSettings settings)
    {
        _types = NameSet.Of(settings.SpanTypes);
        _excludedTypes = NameSet.Of(settings.ExcludedSpanTypes);
        _sources = NameSet.Of(settings.Sources);
        _excludedSources = NameSet.Of(settings.ExcludedSources);
        _names = NameSet.Of(settings.Names);
        _experiments = NameSet.Of(settings.Experiments);
        _takesDefaultExperiment = settings.DefaultExperiment.Any(name => _experiments?.Contains(name) == true);
    }

    public static SpanFilter? Of(SpanFilterSettings? settings) => settings is null ? null : new SpanFilter(settings);

    public bool Excludes(Activity span) =>
        IsOutside(_sources, _excludedSources, span.Source.Name)
        || IsOutside(_names, null, span.DisplayName)
        || ((_types is not null || _excludedTypes is not null) && IsOutside(_types, _excludedTypes, span.GetTagItem(MlflowKeys.SpanType) as string ?? SpanType.Unknown))
        || (_experiments is not null && !IsOfExperiment(span, _experiments));

    private static bool IsOutside(NameSet? included, NameSet? excluded, string name) =>
        (included is not null && !included.Contains(name)) || (excluded is not null && excluded.Contains(name));

    private bool IsOfExperiment(Activity span, NameSet experiments) => TraceExperiment.Of(span) is { } of
        ? (of.ExperimentId is { } id && experiments.Contains(id)) || (of.ExperimentName is { } name && experiments.Contains(name))
        : _takesDefaultExperiment;
}
