using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;
using OtelBridge.Attributes;

namespace OtelBridge.Tests;

/// <summary>A tracing that exports nothing, and every span that ended in it, in the order of their ends.</summary>
internal sealed class EndedSpans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly MlflowTracing _tracing;

    public EndedSpans(params (string Key, string Value)[] settings)
        : this(null, settings)
    {
    }

    public EndedSpans(TimeProvider? clock, params (string Key, string Value)[] settings) => _tracing = MlflowTracing.Init(
        configuration: Traced.Configuration([("Mlflow:Export", "None"), .. settings]),
        configureProvider: builder =>
        {
            builder.AddProcessor(new Ends(_ended));
            if (clock is not null)
            {
                builder.ConfigureServices(services => services.AddSingleton(clock));
            }
        });

    public IReadOnlyList<Activity> All => [.. _ended];

    public IEnumerable<string> Names => _ended.Select(static a => a.DisplayName);

    public Activity this[string name] => _ended.Single(a => a.DisplayName == name);

    /// <summary>Message of the exception event that a span of ours was given because nobody ended it; null when it has none.</summary>
    public string? Abandoned(string name) => this[name].Events
        .Where(static e => e.Name == OTelKeys.ExceptionEvent && (string?)e.Tags.Single(t => t.Key == OTelKeys.ExceptionType).Value == "MlflowTracingException")
        .Select(static e => (string?)e.Tags.Single(t => t.Key == OTelKeys.ExceptionMessage).Value)
        .SingleOrDefault();

    public void Dispose()
    {
        _tracing.Dispose();
        Activity.Current = null;
    }

    private sealed class Ends(ConcurrentQueue<Activity> ended) : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data) => ended.Enqueue(data);
    }
}
