using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace OtelBridge.GenAI.Tests;

/// <summary>A tracing that exports nothing, and every span that ended in it, in the order of their ends.</summary>
internal sealed class EndedSpans : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly MlflowTracing _tracing;

    public EndedSpans(Action<MlflowTracingOptions>? configure = null, params string[] sources)
    {
        Activity.Current = null;
        _tracing = MlflowTracing.Init(
            configure,
            new ConfigurationBuilder().AddInMemoryCollection([new("Mlflow:Export", "None")]).Build(),
            builder => builder.AddSource(sources).AddProcessor(new Ends(_ended)));
    }

    public IReadOnlyList<Activity> All => [.. _ended];

    public IEnumerable<string> Names => _ended.Select(static a => a.DisplayName);

    public Activity this[string name] => _ended.Single(a => a.DisplayName == name);

    public IEnumerable<string> ChildrenOf(string name) => _ended.Where(a => a.ParentSpanId == this[name].SpanId).OrderBy(static a => a.StartTimeUtc).Select(static a => a.DisplayName);

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
