namespace OtelBridge;

/// <summary>Where spans go.</summary>
public enum ExportMode
{
    /// <summary>To the collector alone when one is configured (and <c>MLFLOW_ENABLE_OTLP_EXPORTER</c> is not false), else to the store; to both with <c>MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT=true</c>. MLflow's rule.</summary>
    Auto,

    /// <summary>To the collector alone; <c>http://localhost:4317</c> when none is configured.</summary>
    Collector,

    /// <summary>To the tracking store alone.</summary>
    Store,

    /// <summary>To the collector and to the store.</summary>
    Both,

    /// <summary>Nowhere. Spans are made, for other processors of the same provider.</summary>
    None,
}
