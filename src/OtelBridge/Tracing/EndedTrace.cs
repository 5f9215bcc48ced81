namespace OtelBridge.Tracing;

/// <summary>The trace that ended last in one flow, shared by all that the flow has begun.</summary>
internal sealed class EndedTrace
{
    private string? _last;

    public string? Last
    {
        get => Volatile.Read(ref _last);
        set => Volatile.Write(ref _last, value);
    }
}
