namespace OtelBridge.Store.Ingest;

/// <summary>Why spans were not stored.</summary>
/// <param name="At">When.</param>
/// <param name="Sender">Whose they were.</param>
/// <param name="Spans">How many were refused for good; zero where the whole request may be repeated.</param>
/// <param name="Reason">Why, as the sender was told.</param>
public sealed record RefusalNote(DateTimeOffset At, string Sender, long Spans, string Reason);
