namespace OtelBridge.Store.Storage;

/// <summary>Notes that what is read in one flow may lack traces, since a part of the store does not answer.</summary>
/// <remarks>Whoever gives the answer to somebody watches, and marks it. Where nobody watches, or it is too late to mark, such an answer is refused: none is partial and does not say so.</remarks>
public sealed class PartialAnswer : IDisposable
{
    /// <summary>The header, over HTTP and gRPC, of an answer that may lack traces; its value is <c>true</c>.</summary>
    public const string Header = "x-otelbridge-partial";

    /// <summary>What to tell a person.</summary>
    public const string Notice = "A part of the store does not answer: traces may be missing here, and numbers too small.";

    private const int Whole = 0;
    private const int Noted = 1;
    private const int TooLate = 2;

    private static readonly AsyncLocal<PartialAnswer?> Current = new();

    private readonly PartialAnswer? _outer = Current.Value;
    private int _state;

    private PartialAnswer() => Current.Value = this;

    /// <summary>Gets whether what was read in this flow may lack traces.</summary>
    public static bool IsCurrentNoted => Current.Value is { IsNoted: true };

    /// <summary>Gets whether what was read since may lack traces.</summary>
    public bool IsNoted => Volatile.Read(ref _state) == Noted;

    /// <summary>Watches what is read in this flow from now on.</summary>
    public static PartialAnswer Watch() => new();

    /// <summary>Notes that traces may be missing.</summary>
    /// <returns>False when nobody would say so.</returns>
    public static bool TryNote() => Current.Value is { } watch && Interlocked.CompareExchange(ref watch._state, Noted, Whole) != TooLate;

    /// <summary>Says that the answer begins, and can be marked no more, unless it is.</summary>
    /// <returns>Whether it is to be marked.</returns>
    public bool Begin() => Interlocked.CompareExchange(ref _state, TooLate, Whole) == Noted;

    /// <summary>Ends the watch.</summary>
    public void Dispose() => Current.Value = _outer;
}
