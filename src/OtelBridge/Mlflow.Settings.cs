using OtelBridge.Client;
using OtelBridge.Tracing;
using OtelBridge.Tracing.Ambient;

namespace OtelBridge;

/// <content>What holds for the process: whether it traces, and what is done to its spans.</content>
public static partial class Mlflow
{
    /// <summary>Gets whether a span that starts now is recorded by anybody: tracing runs and was not disabled.</summary>
    /// <remarks>A sampler may still decide against single traces.</remarks>
    public static bool IsEnabled => SpanSource.IsListening;

    /// <summary>Turns tracing on again after <see cref="Disable"/>. It does not start tracing; <see cref="MlflowTracing.Init"/> and the host do that.</summary>
    public static void Enable() => TracingSwitch.TurnOn();

    /// <summary>Turns tracing off: from now on spans are ones that do nothing, and those that other instrumentations start are not sent. Spans under way end as usual.</summary>
    public static void Disable() => TracingSwitch.TurnOff();

    /// <summary>Has every span of this process changed or masked before it is sent, those of other instrumentations too.</summary>
    /// <param name="spanProcessors">
    /// Called one after the other when a span ends; none to have none. They get the span with everything that was set, and may set more, change and remove:
    /// <c>span => span.SetInputs("…")</c>, <c>span.SetAttribute("secret", null)</c>.
    /// </param>
    /// <returns>Puts back the processors from before. It may be left undisposed.</returns>
    /// <remarks>
    /// <para>They run on the thread that ends the span, so they should be quick. They replace those of an earlier call. What they call is not traced.</para>
    /// <para>
    /// A fault in one is reported by the event source and not thrown. Since it may have been there to mask, the span then goes without inputs, outputs and
    /// all text attributes but those of MLflow that name its trace, type and function; events and the status stay.
    /// </para>
    /// <para>Processors of the program's own tracer provider that come before OtelBridge see spans of other instrumentations as they were.</para>
    /// </remarks>
    /// <example><code>Mlflow.Configure(span => { if (span.SpanType == SpanType.Llm) { span.SetInputs("[masked]"); } });</code></example>
    public static IDisposable Configure(params Action<MlflowSpan>[] spanProcessors)
    {
        ArgumentNullException.ThrowIfNull(spanProcessors);
        if (Array.Exists(spanProcessors, static processor => processor is null))
        {
            throw new ArgumentNullException(nameof(spanProcessors), "One of the processors is null.");
        }

        var before = SpanProcessors.All;
        SpanProcessors.All = [.. spanProcessors];
        return new Restoring(() => SpanProcessors.All = before);
    }

    /// <summary>Forgets what <see cref="Configure"/>, <see cref="SetDestination"/>, <see cref="SetExperiment"/>, <see cref="UseSession"/> and <see cref="Disable"/> have set, and the last trace: for tests.</summary>
    /// <remarks>Tracing goes on running; dispose it to end it. What holds for other flows than the caller's is left to them.</remarks>
    public static void Reset()
    {
        TracingSwitch.TurnOn();
        SpanProcessors.All = [];
        AmbientTrace.Reset();
        ActiveTrace.Reset();
        RunStart.Reset();
    }
}
