namespace OtelBridge.Store.Masking;

/// <summary>Where values stand that a rule may look at.</summary>
[Flags]
internal enum MaskPlaces
{
    None = 0,

    /// <summary>Attributes of spans.</summary>
    Attributes = 1,

    /// <summary>Attributes of resources and scopes.</summary>
    Resource = 2,

    /// <summary>Attributes of events.</summary>
    Events = 4,

    /// <summary>Attributes of links.</summary>
    Links = 8,

    /// <summary>Names of spans, events, scopes and traces.</summary>
    Names = 16,

    /// <summary>The message of a span's status.</summary>
    Status = 32,

    /// <summary>Tags of traces.</summary>
    Tags = 64,

    /// <summary>Metadata of traces.</summary>
    Metadata = 128,

    /// <summary>Assessments: the value under the assessment's name, the rationale, an error, metadata.</summary>
    Assessments = 256,

    /// <summary>Tags and params of runs, and their names.</summary>
    Runs = 512,

    /// <summary>Tags of experiments.</summary>
    Experiments = 1024,

    All = 2047,
}
