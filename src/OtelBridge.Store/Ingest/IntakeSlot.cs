namespace OtelBridge.Store.Ingest;

/// <summary>What came in during some seconds.</summary>
/// <param name="Number">Which seconds: how many slots they are after the year 1.</param>
/// <param name="Requests">Requests.</param>
/// <param name="Stored">Spans that were stored.</param>
/// <param name="Refused">Spans that were refused.</param>
public readonly record struct IntakeSlot(long Number, long Requests, long Stored, long Refused)
{
    /// <summary>Gets when the slot began.</summary>
    public DateTimeOffset Start => new(Number * IntakeLedger.SlotLength.Ticks, TimeSpan.Zero);

    internal IntakeSlot Plus(long stored, long refused) => this with { Requests = Requests + 1, Stored = Stored + stored, Refused = Refused + refused };
}
