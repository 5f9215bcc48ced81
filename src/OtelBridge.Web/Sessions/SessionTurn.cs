using OtelBridge.Tracking.V1;
using OtelBridge.Web.Content;

namespace OtelBridge.Web.Sessions;

/// <summary>A trace of a session: what was asked and what was answered.</summary>
/// <param name="Number">Which turn of the session it is, from 1 in the order of time.</param>
/// <param name="Info">The record of the trace.</param>
public sealed record SessionTurn(int Number, TraceInfo Info)
{
    /// <summary>Gets what was said; null where only the record's previews are known.</summary>
    public ChatModel? Chat { get; init; }

    /// <summary>Gets where more of the chat can be asked for; null where nothing can.</summary>
    public ContentSource? Source { get; init; }

    /// <summary>Gets why the content is not here in full; empty where it is.</summary>
    public string Lack { get; init; } = "";

    /// <summary>Gets what went wrong, in the words of the span that speaks for the trace; empty where nothing did, or it does not say.</summary>
    public string Failure { get; init; } = "";

    /// <summary>Gets the tools that were called, and how often.</summary>
    public IReadOnlyList<(string Name, int Count)> Tools { get; init; } = [];

    /// <summary>Gets the time between the turn above and this one, in words; empty where it is short.</summary>
    public string Gap { get; init; } = "";

    /// <summary>Gets what an outline calls it.</summary>
    public string Title { get; init; } = "";

    public string ElementId => $"turn-{Info.TraceId}";
}
