namespace OtelBridge.Tracing.Ambient;

/// <summary>Puts something back, once.</summary>
internal sealed class Restoring(Action restore) : IDisposable
{
    private Action? _restore = restore;

    public void Dispose() => Interlocked.Exchange(ref _restore, null)?.Invoke();
}
