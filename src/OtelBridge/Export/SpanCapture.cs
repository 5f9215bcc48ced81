namespace OtelBridge.Export;

/// <summary>What keeps spans of this process in memory now; nothing, but in tests.</summary>
internal static class SpanCapture
{
    private static ISpanCapture? _current;

    public static ISpanCapture? Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }
}
