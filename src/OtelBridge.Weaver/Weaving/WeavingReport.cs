namespace OtelBridge.Weaver.Weaving;

/// <summary>What came of one weaving.</summary>
internal sealed class WeavingReport
{
    public WeavingReport(int methods, IReadOnlyList<WeavingWarning> warnings)
    {
        Methods = methods;
        Warnings = warnings;
    }

    /// <summary>How many methods carry a span now; 0 means that the file was not written.</summary>
    public int Methods { get; }

    public IReadOnlyList<WeavingWarning> Warnings { get; }
}
