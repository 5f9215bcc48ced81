namespace OtelBridge.Store.Retention;

/// <summary>How much of an experiment is kept.</summary>
/// <param name="MaxAge">How long after its start a trace is kept; null for ever.</param>
/// <param name="MaxBytes">How many bytes of payload, compressed as they are stored; the oldest traces go first. Null without end.</param>
public sealed record RetentionLimits(TimeSpan? MaxAge, long? MaxBytes)
{
    /// <summary>Everything is kept.</summary>
    public static RetentionLimits Forever { get; } = new(null, null);

    /// <summary>The tag by which an experiment has an age of its own: <c>30d</c>, or <c>forever</c>.</summary>
    public const string AgeTag = "otelbridge.retain";

    /// <summary>The tag by which an experiment has a size of its own: <c>10GB</c>, or <c>forever</c>.</summary>
    public const string SizeTag = "otelbridge.retain_size";
}
