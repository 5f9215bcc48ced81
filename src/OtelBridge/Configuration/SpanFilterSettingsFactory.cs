using Microsoft.Extensions.Configuration;
using OtelBridge.Export;

namespace OtelBridge.Configuration;

/// <summary>Decides which spans a destination gets.</summary>
internal sealed class SpanFilterSettingsFactory(DestinationReader reader)
{
    /// <summary>The experiment of the server that traces go to which name none.</summary>
    private static readonly string[] ServersDefault = ["0", "Default"];

    /// <summary>The lists; null when there are none.</summary>
    public SpanFilterSettings? Create(SpanFilterOptions options, string? experimentId, string? experimentName)
    {
        string[] known = [.. new[] { experimentId, experimentName }.OfType<string>()];
        var settings = new SpanFilterSettings
        {
            SpanTypes = List(options.SpanTypes, nameof(options.SpanTypes)),
            ExcludedSpanTypes = List(options.ExcludedSpanTypes, nameof(options.ExcludedSpanTypes)),
            Sources = List(options.Sources, nameof(options.Sources)),
            ExcludedSources = List(options.ExcludedSources, nameof(options.ExcludedSources)),
            Experiments = List(options.Experiments, nameof(options.Experiments)),
            Names = List(options.Names, nameof(options.Names)),
            DefaultExperiment = new ValueList<string>(known.Length == 0 ? ServersDefault : known),
        };
        return settings.IsEmpty ? null : settings;
    }

    private ValueList<string> List(IList<string> code, string name)
    {
        var items = code.Where(static item => !string.IsNullOrWhiteSpace(item)).ToArray();
        return new ValueList<string>(
            items.Length > 0 ? items : reader.All.List(reader.Key(ConfigurationPath.Combine(nameof(ExportDestinationOptions.Filter), name))));
    }
}
