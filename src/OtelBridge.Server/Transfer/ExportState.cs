namespace OtelBridge.Server.Transfer;

/// <summary>How far an export has come: kept beside its unfinished file, so that another run can go on with it.</summary>
internal sealed record ExportState
{
    /// <summary>The state before the first trace.</summary>
    public static ExportState None { get; } = new();

    /// <summary>Gets what is exported: format, experiments, filter and order. Another question has other pages.</summary>
    public string Question { get; init; } = string.Empty;

    /// <summary>Gets the token of the page to go on with; empty for the first.</summary>
    public string PageToken { get; init; } = string.Empty;

    /// <summary>Gets how many bytes of the file hold whole pages; what comes after them is written again.</summary>
    public long Bytes { get; init; }

    /// <summary>Gets how many traces are in them.</summary>
    public long Traces { get; init; }
}
