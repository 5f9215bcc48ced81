namespace OtelBridge.Tracing;

/// <summary>Marks a thread that runs the program's code for OtelBridge's sake: getters and converters of values that are recorded, processors of spans.</summary>
/// <remarks>
/// What is traced in that code starts no spans. Nobody asked for them, and they could beget each other without end: a traced getter whose result has
/// that getter too, a processor that starts a span, which is processed when it ends.
/// </remarks>
internal static class QuietThread
{
    [ThreadStatic]
    private static int _depth;

    public static bool IsCurrent => _depth > 0;

    /// <summary>How often this thread is in such code: one more when it goes in, one less when it comes out.</summary>
    public static ref int Depth => ref _depth;
}
