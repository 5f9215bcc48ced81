namespace OtelBridge.Store.Retention;

/// <summary>What retention did in this process since its start. Thread-safe.</summary>
public sealed class SweepLedger
{
    private readonly Lock _gate = new();
    private SweepState _state = new(null, null, 0, 0, string.Empty);

    /// <summary>Gives what happened until now.</summary>
    public SweepState Read()
    {
        lock (_gate)
        {
            return _state;
        }
    }

    /// <summary>Counts what a sweep did to an experiment.</summary>
    public void Add(SweptExperiment swept)
    {
        ArgumentNullException.ThrowIfNull(swept);
        lock (_gate)
        {
            _state = _state with { TooOld = _state.TooOld + swept.TooOld, TooMuch = _state.TooMuch + swept.TooMuch };
        }
    }

    /// <summary>Says that a sweep has ended.</summary>
    /// <param name="at">When.</param>
    /// <param name="next">When the next one begins.</param>
    /// <param name="fault">Why it could not go on; empty when it did.</param>
    public void End(DateTimeOffset at, DateTimeOffset next, string fault)
    {
        lock (_gate)
        {
            _state = _state with { Last = at, Next = next, Fault = fault };
        }
    }
}
