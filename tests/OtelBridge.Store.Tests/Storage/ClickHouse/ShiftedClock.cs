namespace OtelBridge.Store.Tests.Storage.ClickHouse;

/// <summary>The clock of a server that goes wrong by so much.</summary>
internal sealed class ShiftedClock(TimeSpan shift) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + shift;
}
