using OtelBridge.Otlp;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>Decides a condition by the spans of a trace. Used from several threads at once.</summary>
internal interface IContentCheck
{
    bool Holds(IReadOnlyList<Span> spans);
}
