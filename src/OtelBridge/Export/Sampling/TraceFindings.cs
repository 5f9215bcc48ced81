namespace OtelBridge.Export.Sampling;

/// <summary>What the spans of a trace said so far of what it may be kept for.</summary>
internal sealed class TraceFindings
{
    public bool HasError { get; set; }

    public double Tokens { get; set; }

    public double Cost { get; set; }
}
