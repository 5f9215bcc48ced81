namespace QuickStart.Answering;

/// <summary>An answer, and the id of the trace that tells how it came about.</summary>
internal sealed record TracedAnswer(string TraceId, Answer Answer);
