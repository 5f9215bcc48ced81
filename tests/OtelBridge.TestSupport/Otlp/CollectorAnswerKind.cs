namespace OtelBridge.TestSupport.Otlp;

/// <summary>The ways to treat a request.</summary>
public enum CollectorAnswerKind
{
    Answer,
    Stall,
    CutLine,

    /// <summary>An answer of plain HTTP, whatever the wire.</summary>
    Http,
}
