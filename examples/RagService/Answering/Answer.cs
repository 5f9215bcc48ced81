namespace RagService.Answering;

/// <summary>What the service answers.</summary>
/// <param name="Text">The answer; it cites its sources by number, like [1].</param>
/// <param name="Sources">The sources by number, from 1: file and heading.</param>
/// <param name="TraceId">The id to give feedback by, and to find out how the answer came about.</param>
internal sealed record Answer(string Text, IReadOnlyList<string> Sources, string TraceId);
