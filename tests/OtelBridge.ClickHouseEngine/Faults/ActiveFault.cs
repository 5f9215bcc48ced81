namespace OtelBridge.ClickHouseEngine.Faults;

/// <summary>A fault that was asked for and not removed yet.</summary>
internal sealed class ActiveFault(int id, Fault fault)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _removed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _seen;

    public int Id { get; } = id;

    public Fault Fault { get; } = fault;

    /// <summary>Done as soon as a statement was hit.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Counts a statement that fits, and says whether it is hit.</summary>
    public bool Hits()
    {
        var before = Interlocked.Increment(ref _seen) - 1;
        if (before < Fault.Skip || before - Fault.Skip >= Fault.Times)
        {
            return false;
        }

        _reached.TrySetResult();
        return true;
    }

    public void Remove() => _removed.TrySetResult();

    /// <summary>Waits as long as a held statement has to.</summary>
    public async Task HoldAsync(CancellationToken stopping)
    {
        try
        {
            await _removed.Task.WaitAsync(Fault.Delay ?? Timeout.InfiniteTimeSpan, stopping);
        }
        catch (TimeoutException)
        {
            // Held long enough.
        }
    }
}
