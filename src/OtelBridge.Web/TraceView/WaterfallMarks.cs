namespace OtelBridge.Web.TraceView;

/// <summary>What is special about a span in the waterfall.</summary>
[Flags]
public enum WaterfallMarks
{
    None = 0,

    /// <summary>The span failed.</summary>
    Failed = 1,

    /// <summary>It names a parent that is not stored, or stood on a circle of parents.</summary>
    Orphan = 2,

    /// <summary>Its times cannot be right beside those of its parent: it starts before it, ends before its own start, or has no start.</summary>
    Skewed = 4,

    /// <summary>It starts later than now.</summary>
    Future = 8,

    /// <summary>It has no end.</summary>
    Unended = 16,

    /// <summary>Its trace would have been faster had it been.</summary>
    Critical = 32,

    /// <summary>It points to other spans.</summary>
    Linked = 64,
}
