namespace OtelBridge;

/// <summary>How long traces may stay open, see <see cref="MlflowTracingOptions.Lifetime"/>.</summary>
public sealed class MlflowLifetimeOptions
{
    /// <summary>Gets or sets how long a trace may run: its spans that are still open then get status <see cref="SpanStatus.Error"/>, the outermost one an exception event, and are ended and sent.</summary>
    /// <value>The default is none: a trace may run for ever, and watching costs nothing.</value>
    /// <remarks>Environment: <c>MLFLOW_TRACE_TIMEOUT_SECONDS</c>. Holds for every outermost span of this process, whoever started it.</remarks>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Gets or sets how often <see cref="Timeout"/> is checked.</summary>
    /// <value>The default is 1 second.</value>
    /// <remarks>Environment: <c>MLFLOW_TRACE_TIMEOUT_CHECK_INTERVAL_SECONDS</c>.</remarks>
    public TimeSpan? TimeoutCheckInterval { get; set; }

    /// <summary>Gets or sets how many traces of <see cref="MlflowClient"/> may be open; one more ends the oldest with status <see cref="SpanStatus.Error"/>.</summary>
    /// <value>The default is 1,000.</value>
    /// <remarks>Environment: <c>MLFLOW_TRACE_BUFFER_MAX_SIZE</c>.</remarks>
    public int? MaxClientTraces { get; set; }

    /// <summary>Gets or sets how long a trace of <see cref="MlflowClient"/> may be open until it is ended with status <see cref="SpanStatus.Error"/>.</summary>
    /// <value>The default is 1 hour.</value>
    /// <remarks>Environment: <c>MLFLOW_TRACE_BUFFER_TTL_SECONDS</c>.</remarks>
    public TimeSpan? MaxClientTraceAge { get; set; }
}
