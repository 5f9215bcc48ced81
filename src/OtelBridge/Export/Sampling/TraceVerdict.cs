namespace OtelBridge.Export.Sampling;

/// <summary>What becomes of a trace at one destination.</summary>
internal enum TraceVerdict
{
    /// <summary>It waits for its end.</summary>
    Open,

    /// <summary>The ratio keeps it: it stands for others like it.</summary>
    KeptByRatio,

    /// <summary>It is kept for what is in it, or since it could not wait: it stands for itself.</summary>
    Exempt,

    /// <summary>It is not sent.</summary>
    Dropped,
}
