namespace OtelBridge.Configuration;

/// <summary>The settings of <see cref="MlflowDeliveryOptions"/>, decided.</summary>
internal sealed record DeliverySettings
{
    public int MaxQueueSpans { get; init; } = 16 * 1024;

    public long MaxQueueBytes { get; init; } = 64L * 1024 * 1024;

    public int MaxBatchSpans { get; init; } = 1024;

    public TimeSpan BatchDelay { get; init; } = TimeSpan.FromSeconds(1);

    public int MaxRequestBytes { get; init; } = 4_000_000;

    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
