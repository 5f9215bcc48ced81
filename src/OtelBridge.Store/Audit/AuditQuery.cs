namespace OtelBridge.Store.Audit;

/// <summary>Which entries of the log, the newest first.</summary>
public sealed record AuditQuery
{
    /// <summary>The most entries of one page.</summary>
    public const int MostResults = 1000;

    /// <summary>Gets the first moment, milliseconds since 1970.</summary>
    public long FromMs { get; init; } = long.MinValue;

    /// <summary>Gets the moment before which.</summary>
    public long ToMs { get; init; } = long.MaxValue;

    /// <summary>Gets who did it, exactly as it is written; null for everybody.</summary>
    public string? Who { get; init; }

    /// <summary>Gets what was done; null for everything.</summary>
    public AuditAction? Action { get; init; }

    /// <summary>Gets what it was about: <c>experiment:7</c>, or an id alone; null for everything.</summary>
    public string? About { get; init; }

    /// <summary>Gets how it ended: as it is written, or one of the two words of <see cref="AuditOutcomes"/>; null for everything.</summary>
    public string? Outcome { get; init; }

    /// <summary>Gets how many at most.</summary>
    public int MaxResults { get; init; } = 100;

    /// <summary>Gets where an earlier page ended; empty for the first.</summary>
    public string PageToken { get; init; } = string.Empty;
}
