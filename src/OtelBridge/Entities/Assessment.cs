namespace OtelBridge.Entities;

/// <summary>A judgement of a trace or of one of its spans: a <see cref="Feedback"/> or an <see cref="Expectation"/>.</summary>
public abstract record Assessment
{
    private protected Assessment()
    {
    }

    /// <summary>Gets the id, <c>a-</c> and 32 hex digits, which the server gives.</summary>
    /// <value>Null before the assessment is stored.</value>
    public string? AssessmentId { get; init; }

    /// <summary>Gets the id of the trace.</summary>
    /// <value>Null before the assessment is stored.</value>
    public string? TraceId { get; init; }

    /// <summary>Gets the id of the span that is judged.</summary>
    /// <value>Null for the whole trace.</value>
    public string? SpanId { get; init; }

    /// <summary>Gets the name of what is judged, such as <c>correctness</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets who judged.</summary>
    public required AssessmentSource Source { get; init; }

    /// <summary>Gets more about the judgement.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets when it was made.</summary>
    public DateTimeOffset? CreateTime { get; init; }

    /// <summary>Gets when it was changed last.</summary>
    public DateTimeOffset? LastUpdateTime { get; init; }
}
