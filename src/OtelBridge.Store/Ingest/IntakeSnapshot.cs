namespace OtelBridge.Store.Ingest;

/// <summary>What an <see cref="IntakeLedger"/> had counted at a moment.</summary>
/// <param name="Started">When counting began.</param>
/// <param name="All">The sum of all senders.</param>
/// <param name="Slots">The last minutes, oldest first; the last one still goes on.</param>
/// <param name="Senders">By sender, the one that was heard of last first.</param>
/// <param name="Notes">The latest refusals, newest first.</param>
public sealed record IntakeSnapshot(
    DateTimeOffset Started, SenderTally All, IReadOnlyList<IntakeSlot> Slots, IReadOnlyList<SenderTally> Senders, IReadOnlyList<RefusalNote> Notes);
