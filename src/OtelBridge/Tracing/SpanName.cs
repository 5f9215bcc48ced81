namespace OtelBridge.Tracing;

/// <summary>The name that a span gets for the one that it was given.</summary>
internal static class SpanName
{
    /// <summary>What a span without a name is called, as in MLflow.</summary>
    private const string Default = "span";

    /// <summary>What the store keeps; a name is for lists and searches, not for contents.</summary>
    private const int MaxLength = 1024;

    public static string Of(string? name) => name switch
    {
        null => Default,
        { Length: <= MaxLength } => name,
        _ => name[..(char.IsHighSurrogate(name[MaxLength - 1]) ? MaxLength - 1 : MaxLength)],
    };
}
