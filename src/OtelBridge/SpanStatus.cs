namespace OtelBridge;

/// <summary>How an operation ended.</summary>
/// <remarks>Source: OpenTelemetry's status codes, which MLflow uses under the same names.</remarks>
public enum SpanStatus
{
    /// <summary>Not said. A span that ends so ends as <see cref="Ok"/>.</summary>
    Unset = 0,

    /// <summary>The operation did what it was to do.</summary>
    Ok = 1,

    /// <summary>The operation failed.</summary>
    Error = 2,
}
