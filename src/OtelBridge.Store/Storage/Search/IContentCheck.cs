namespace OtelBridge.Store.Storage.Search;

/// <summary>Decides a condition by the spans of a trace. Used from several threads at once.</summary>
internal interface IContentCheck
{
    /// <summary>Gets a phrase that the spans hold wherever the check does; null where there is none.</summary>
    RawPhrase? Phrase => null;

    bool Holds(IReadOnlyList<ReceivedSpan> spans);
}
