namespace OtelBridge.Probing;

/// <summary>How bad a finding is.</summary>
public enum FindingOutcome
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Works, or may work, and somebody should look at it.</summary>
    Warning,

    /// <summary>Spans do not arrive, or are lost, until somebody mends it.</summary>
    Error,
}
