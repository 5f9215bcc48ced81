using OtelBridge.Otlp;
using OtelBridge.Store.Translation;

namespace OtelBridge.Store.Ingest;

/// <summary>Counts what this process was sent since its start, and what became of it: over the last minutes, and by sender. Thread-safe.</summary>
/// <remarks>It is the server's side of a delivery. What a program did not send, or still holds, only its own ledger knows.</remarks>
public sealed class IntakeLedger
{
    /// <summary>How long a slot is over which spans are counted together.</summary>
    public static readonly TimeSpan SlotLength = TimeSpan.FromSeconds(5);

    /// <summary>How many slots are kept.</summary>
    public const int SlotCount = 120;

    /// <summary>How many senders are told apart; the rest count together.</summary>
    public const int MaxSenders = 200;

    /// <summary>How many of the latest refusals are kept.</summary>
    public const int MaxNotes = 20;

    private const int MaxTextLength = 300;
    private const string NoName = "(no service name)";
    private const string SeveralNames = "(several services)";
    private const string OtherSenders = "(others)";

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly IntakeSlot[] _slots = new IntakeSlot[SlotCount];
    private readonly Dictionary<string, SenderTally> _senders = new(StringComparer.Ordinal); // bounded by MaxSenders
    private readonly Queue<RefusalNote> _notes = new(MaxNotes); // bounded by MaxNotes
    private SenderTally _all;

    /// <summary>Makes an empty ledger.</summary>
    /// <param name="time">The clock.</param>
    public IntakeLedger(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        Started = _time.GetUtcNow();
        _all = new SenderTally(string.Empty, 0, 0, 0, 0, Started);
    }

    /// <summary>Gets when counting began.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>Gives what was counted until now.</summary>
    public IntakeSnapshot Read()
    {
        lock (_gate)
        {
            var now = SlotOf(_time.GetUtcNow());
            return new IntakeSnapshot(
                Started,
                _all,
                [.. Enumerable.Range(0, SlotCount).Select(i => Slot(now - SlotCount + 1 + i))],
                [.. _senders.Values.OrderByDescending(static sender => sender.Last)],
                [.. _notes.Reverse()]);
        }
    }

    /// <summary>Whose spans a request carries: the name of the service, when all are of one.</summary>
    internal static string SenderOf(ExportTraceServiceRequest request)
    {
        string? found = null;
        foreach (var resource in request.ResourceSpans)
        {
            var name = Shorten(ResourceReading.Of(resource.Resource).ServiceName is { Length: > 0 } known ? known : NoName);
            if (found is not null && found != name)
            {
                return SeveralNames;
            }

            found = name;
        }

        return found ?? NoName;
    }

    internal void Settle(string sender, in IngestResult result) => Count(sender, result.AcceptedSpans, result.RejectedSpans, 0, result.RejectedSpans > 0 ? result.ErrorMessage : string.Empty);

    /// <summary>Counts a request of which nothing was stored; the sender may repeat it.</summary>
    internal void Fail(string sender, string reason) => Count(sender, 0, 0, 1, reason);

    private static long SlotOf(DateTimeOffset moment) => moment.UtcTicks / SlotLength.Ticks;

    private static string Shorten(string text) => text.Length <= MaxTextLength ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MaxTextLength - 1]) ? MaxTextLength - 1 : MaxTextLength), "…");

    private void Count(string sender, long stored, long refused, long failed, string reason)
    {
        var moment = _time.GetUtcNow();
        lock (_gate)
        {
            _all = _all.Plus(stored, refused, failed, moment);
            if (!_senders.ContainsKey(sender) && _senders.Count >= MaxSenders - 1)
            {
                sender = OtherSenders;
            }

            _senders[sender] = (_senders.GetValueOrDefault(sender) ?? new SenderTally(sender, 0, 0, 0, 0, moment)).Plus(stored, refused, failed, moment);
            var number = SlotOf(moment);
            _slots[Place(number)] = Slot(number).Plus(stored, refused);
            if (reason.Length > 0)
            {
                if (_notes.Count == MaxNotes)
                {
                    _notes.Dequeue();
                }

                _notes.Enqueue(new RefusalNote(moment, sender, refused, Shorten(reason)));
            }
        }
    }

    // A place holds an earlier slot until the time comes round to it.
    private IntakeSlot Slot(long number) => _slots[Place(number)] is { } slot && slot.Number == number ? slot : new IntakeSlot(number, 0, 0, 0);

    private static long Place(long number) => number % SlotCount;
}
