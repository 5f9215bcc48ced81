using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using OpenTelemetry;
using OtelBridge.Probing;
using OtelBridge.Tracing;

namespace OtelBridge.Doctor;

/// <summary>Sees, for a while, which activity sources there are, and which of them start spans that nobody traces. Makes no span itself.</summary>
internal sealed class SourceObserver : IDisposable
{
    // Of the runtime and the web framework: nearly every program has them, and few want them in their traces.
    private static readonly string[] Plumbing = ["OtelBridge.Server", "Experimental.", "System.Net.", "Microsoft.AspNetCore", "Microsoft.Extensions.Hosting"];

    // Both as many as the program has sources.
    private readonly ConcurrentDictionary<string, byte> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, byte> _unheard = new(StringComparer.Ordinal);
    private readonly ActivityListener _listener;

    public SourceObserver()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = Observes,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => Note(options.Source),
            SampleUsingParentId = (ref ActivityCreationOptions<string> options) => Note(options.Source),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IEnumerable<Finding> Findings(IReadOnlyList<string> wanted)
    {
        foreach (var name in wanted.Where(name => !Exists(name)))
        {
            yield return TracingFaults.SourceMissing.At(
                "sources", $"no activity source '{name}' exists so far", "Correct the name in Sources; if the source is made later, all is well.");
        }

        foreach (var name in _unheard.Keys.Order(StringComparer.Ordinal))
        {
            yield return Plumbing.Any(p => name.StartsWith(p, StringComparison.Ordinal))
                ? TracingFaults.Ok("sources", "sources", $"'{name}' starts spans that nobody traces; add it to Sources if they are wanted")
                : TracingFaults.SourceNotAdded.At("sources", $"'{name}' starts spans that nobody traces", $"Add \"{name}\" to Sources (Mlflow:Sources) to have them in your traces.");
        }
    }

    public void Dispose() => _listener.Dispose();

    // Listening costs a source that is traced anyway; those are left alone. The provider's listener came first, so it is there to be seen.
    private bool Observes(ActivitySource source)
    {
        _known.TryAdd(source.Name, 0);
        return !source.HasListeners() && source.Name != SpanSource.Name;
    }

    private ActivitySamplingResult Note(ActivitySource source)
    {
        if (!Sdk.SuppressInstrumentation)
        {
            _unheard.TryAdd(source.Name, 0);
        }

        return ActivitySamplingResult.None;
    }

    private bool Exists(string wanted)
    {
        if (!wanted.Contains('*', StringComparison.Ordinal))
        {
            return _known.ContainsKey(wanted);
        }

        var pattern = $"^{Regex.Escape(wanted).Replace("\\*", ".*", StringComparison.Ordinal)}$";
        return _known.Keys.Any(name => Regex.IsMatch(name, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking));
    }
}
