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

    /// <summary>Beside <see cref="Start"/>: said to the millisecond, which a span's nanoseconds may refine.</summary>
    StartInMs = 256,

    /// <summary>Beside <see cref="End"/>: the duration was said to the millisecond, which the spans' nanoseconds may refine.</summary>
    EndInMs = 512,

    /// <summary>The record said that the state is not known; that holds until a root ends.</summary>
    UnknownState = 1024,
}
