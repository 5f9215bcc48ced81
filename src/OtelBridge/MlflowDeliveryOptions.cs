namespace OtelBridge;

/// <summary>How spans wait and travel. Every destination has its own queue of these bounds.</summary>
/// <remarks>Set in code, or as <c>Mlflow:Delivery:NAME</c> in configuration; a value that is not set or not usable takes its default.</remarks>
public sealed class MlflowDeliveryOptions
{
    /// <summary>Gets or sets how many ended spans may wait.</summary>
    /// <value>The default is 16,384.</value>
    /// <remarks>When the queue is full the newest span is dropped and counted; the program never waits. Environment: <c>MLFLOW_ASYNC_TRACE_LOGGING_MAX_QUEUE_SIZE</c>.</remarks>
    public int? MaxQueueSpans { get; set; }

    /// <summary>Gets or sets how many bytes of spans may wait, by estimate of their size on the wire.</summary>
    /// <value>The default is 64 MiB.</value>
    public long? MaxQueueBytes { get; set; }

    /// <summary>Gets or sets how many spans are sent at once.</summary>
    /// <value>The default is 1,024; the most is 65,536, and not more than <see cref="MaxQueueSpans"/>.</value>
    public int? MaxBatchSpans { get; set; }

    /// <summary>Gets or sets how long a span waits for others to travel with.</summary>
    /// <value>The default is 1 second.</value>
    public TimeSpan? BatchDelay { get; set; }

    /// <summary>Gets or sets the largest request in bytes.</summary>
    /// <value>The default is 4,000,000, just below the 4 MiB that gRPC servers take by default; the most is 64 MiB.</value>
    /// <remarks>A span that alone exceeds it is trimmed.</remarks>
    public int? MaxRequestBytes { get; set; }

    /// <summary>Gets or sets how long one request may take.</summary>
    /// <value>The default is 10 seconds, the least 1 millisecond. For the collector, <c>OTEL_EXPORTER_OTLP_TIMEOUT</c> says so.</value>
    public TimeSpan? SendTimeout { get; set; }

    /// <summary>Gets or sets for how long a failed request is repeated before its spans are dropped.</summary>
    /// <value>The default is 30 seconds.</value>
    /// <remarks>Environment: <c>MLFLOW_ASYNC_TRACE_LOGGING_RETRY_TIMEOUT</c>, in seconds.</remarks>
    public TimeSpan? RetryTimeout { get; set; }

    /// <summary>Gets or sets how long the end of the program may wait for spans under way.</summary>
    /// <value>The default is 5 seconds.</value>
    /// <remarks>A host ends its tracer provider with 5 seconds for all processors together, so a longer time has no effect there.</remarks>
    public TimeSpan? ShutdownTimeout { get; set; }

    /// <summary>Gets or sets the folder where waits on disk what cannot be delivered; it is made when missing, and may be shared by programs of the same user.</summary>
    /// <value>The default is none: what cannot be delivered in time is dropped and counted.</value>
    /// <remarks>With it, spans survive a destination that is down for longer than <see cref="RetryTimeout"/> and the end of the program; they are sent when it is back, at the latest by the next start.</remarks>
    public string? SpoolPath { get; set; }

    /// <summary>Gets or sets how many bytes of one destination may wait on disk.</summary>
    /// <value>The default is 512 MiB. What exceeds it is dropped and counted.</value>
    public long? MaxSpoolBytes { get; set; }

    /// <summary>Gets or sets how long spans may wait on disk.</summary>
    /// <value>The default is 3 days.</value>
    public TimeSpan? MaxSpoolAge { get; set; }
}
