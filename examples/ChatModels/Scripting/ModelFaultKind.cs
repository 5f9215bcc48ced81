namespace ChatModels.Scripting;

/// <summary>The ways in which an answer fails.</summary>
public enum ModelFaultKind
{
    /// <summary>The request is refused with a status and the provider's error body.</summary>
    Refused,

    /// <summary>The connection breaks: in the middle of the stream, or before a complete answer.</summary>
    Cut,

    /// <summary>The stream says an error, as the provider does, and ends.</summary>
    ErrorInStream,

    /// <summary>Nothing more comes until the caller goes away.</summary>
    Stalled,

    /// <summary>The answer has no choices at all.</summary>
    NoChoices,
}
