using OtelBridge.Store.Ingest;

namespace OtelBridge.Store.Tests.Ingest;

public sealed class IntakeLedgerTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Slots_AsTimePasses_MoveAndForget()
    {
        var ledger = new IntakeLedger(_time);
        ledger.Settle("a", new IngestResult(5, 0, ""));
        _time.Now += IntakeLedger.SlotLength;
        ledger.Settle("a", new IngestResult(7, 1, "bad"));

        var slots = ledger.Read().Slots;

        slots.Count.ShouldBe(IntakeLedger.SlotCount);
        slots.TakeLast(2).Select(slot => slot.Stored).ShouldBe([5, 7]);
        slots[^1].Refused.ShouldBe(1);
        slots.SkipLast(2).ShouldAllBe(slot => slot.Stored == 0);
        _time.Now += IntakeLedger.SlotLength * IntakeLedger.SlotCount;
        ledger.Read().Slots.ShouldAllBe(slot => slot.Stored == 0);
        ledger.Read().All.Stored.ShouldBe(12);
    }

    [Fact]
    public void Senders_BeyondTheBound_CountTogether()
    {
        var ledger = new IntakeLedger(_time);
        for (var i = 0; i < IntakeLedger.MaxSenders * 3; i++)
        {
            ledger.Settle($"service {i}", new IngestResult(1, 0, ""));
        }

        var read = ledger.Read();

        read.Senders.Count.ShouldBe(IntakeLedger.MaxSenders);
        read.Senders.Sum(sender => sender.Stored).ShouldBe(IntakeLedger.MaxSenders * 3);
    }

    [Fact]
    public void Notes_BeyondTheBound_AreTheLatestNewestFirst()
    {
        var ledger = new IntakeLedger(_time);
        for (var i = 1; i <= IntakeLedger.MaxNotes + 5; i++)
        {
            ledger.Fail("a", $"reason {i}" + new string('x', 5_000));
        }

        var notes = ledger.Read().Notes;

        notes.Count.ShouldBe(IntakeLedger.MaxNotes);
        notes[0].Reason.ShouldStartWith($"reason {IntakeLedger.MaxNotes + 5}x");
        notes.ShouldAllBe(note => note.Reason.Length < 400);
        ledger.Read().All.Failed.ShouldBe(IntakeLedger.MaxNotes + 5);
    }

    private sealed class ManualTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
