namespace OtelBridge.GenAI.Calls;

/// <summary>Disposes what is traced as it would be disposed untraced: asynchronously where it can be and is asked to.</summary>
internal static class AsyncDisposal
{
    /// <param name="inner">The client inside.</param>
    /// <param name="outer">The client that traces, whose own disposal disposes the one inside.</param>
    public static ValueTask Of(object inner, IDisposable outer)
    {
        if (inner is IAsyncDisposable disposable)
        {
            return disposable.DisposeAsync();
        }

        outer.Dispose();
        return default;
    }
}
