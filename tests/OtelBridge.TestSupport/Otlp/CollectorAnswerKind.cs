namespace OtelBridge.TestSupport.Otlp;

/// <summary>The ways to treat a request.</summary>
public enum CollectorAnswerKind
{
    Answer,
    Stall,
    CutLine,
}
