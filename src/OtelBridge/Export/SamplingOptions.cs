namespace OtelBridge.Export;

/// <summary>Which traces a destination gets. The others are counted as excluded.</summary>
/// <remarks>
/// In configuration <c>Mlflow:Destinations:NAME:Sampling:Ratio=0.1</c>, and so on. With <see cref="Ratio"/> alone every span is decided at once. With a rule of what to
/// keep, the spans of a trace wait until its outermost span of this process has ended; they count as queued meanwhile. What cannot wait any longer is sent.
/// Spans say by <c>ot=th:…</c> in their trace state how many they stand for, as OpenTelemetry's consistent probability sampling has it.
/// </remarks>
public sealed class SamplingOptions
{
    /// <summary>Gets or sets the share of traces that is sent whatever is in them, from 0 to 1.</summary>
    /// <value>The default is 1, and 0 when a rule of what to keep is set.</value>
    /// <remarks>Decided by the trace id, so that destinations and programs of the same ratio keep the same traces, and those of a larger one keep these, too.</remarks>
    public double? Ratio { get; set; }

    /// <summary>Gets or sets whether a trace is kept in which a span failed.</summary>
    /// <value>The default is false.</value>
    public bool? KeepErrors { get; set; }

    /// <summary>Gets or sets the duration of the outermost span above which a trace is kept.</summary>
    /// <value>The default is none.</value>
    public TimeSpan? KeepSlowerThan { get; set; }

    /// <summary>Gets or sets the number of tokens, of all its spans together, above which a trace is kept.</summary>
    /// <value>The default is none.</value>
    public long? KeepMoreTokensThan { get; set; }

    /// <summary>Gets or sets the cost, of all its spans together, above which a trace is kept; in the currency of the attributes that say it.</summary>
    /// <value>The default is none.</value>
    /// <remarks>Spans say their cost by <c>mlflow.llm.cost</c> (<c>total_cost</c>), <c>gen_ai.usage.cost</c> or <c>llm.cost.total</c>.</remarks>
    public double? KeepCostlierThan { get; set; }

    /// <summary>Gets or sets how many spans may wait for the end of their traces.</summary>
    /// <value>The default is 8,192. When there are more, the trace that waits longest is sent.</value>
    public int? MaxHeldSpans { get; set; }

    /// <summary>Gets or sets how many bytes of spans may wait for the end of their traces, by estimate.</summary>
    /// <value>The default is 32 MiB. When there are more, the trace that waits longest is sent.</value>
    public long? MaxHeldBytes { get; set; }

    /// <summary>Gets or sets how long spans may wait for the end of their trace; it is sent after that.</summary>
    /// <value>The default is 2 minutes.</value>
    public TimeSpan? MaxHoldTime { get; set; }
}
