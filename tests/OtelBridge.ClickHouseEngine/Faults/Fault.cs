namespace OtelBridge.ClickHouseEngine.Faults;

/// <summary>Something that goes wrong with the statements on one database; many tests share an engine.</summary>
/// <param name="Database">The database: statements that are sent to it, or that name it.</param>
/// <param name="Contains">Only statements with this text in them; empty for all.</param>
/// <param name="Kind">What happens.</param>
public sealed record Fault(string Database, string Contains, FaultKind Kind)
{
    /// <summary>The error of <see cref="FaultKind.Fail"/> and <see cref="FaultKind.FailLate"/>.</summary>
    public EngineError Error { get; init; }

    /// <summary>The answer of <see cref="FaultKind.Answer"/>.</summary>
    public string Body { get; init; } = string.Empty;

    /// <summary>How long <see cref="FaultKind.Hold"/> and <see cref="FaultKind.Lose"/> wait; without it until the fault is removed, and not at all.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>How many statements go well first.</summary>
    public int Skip { get; init; }

    /// <summary>How many statements are hit after these.</summary>
    public int Times { get; init; } = int.MaxValue;
}
