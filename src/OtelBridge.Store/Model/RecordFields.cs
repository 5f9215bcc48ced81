namespace OtelBridge.Store.Model;

/// <summary>Columns of a trace that a client's trace record has said; what the spans say no longer counts there. Stored: numbers never change meaning.</summary>
[Flags]
internal enum RecordFields
{
    None = 0,
    Experiment = 1,
    State = 2,
    Start = 4,
    End = 8,
    Name = 16,
    RequestPreview = 32,
    ResponsePreview = 64,
    ClientRequestId = 128,
}
