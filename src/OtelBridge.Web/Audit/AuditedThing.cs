using OtelBridge.Store.Audit;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.People;

namespace OtelBridge.Web.Audit;

/// <summary>Something that an entry of the audit log is about.</summary>
/// <param name="Text">As it is written: <c>trace:tr-…</c>.</param>
/// <param name="Page">The address of its own page; empty where it has none.</param>
public sealed record AuditedThing(string Text, string Page)
{
    private const char Digest = '#'; // of what was no id

    internal static AuditedThing Of(string text, bool hasPage)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (kind, id) = (text[..Math.Max(0, colon)], text[(colon + 1)..]);
        return new AuditedThing(text, !hasPage || id.Length == 0 || id[0] == Digest ? "" : PageOf(kind, id));
    }

    private static string PageOf(string kind, string id) => kind switch
    {
        AuditSubject.Experiment => Links.Experiment(id),
        AuditSubject.Trace => Links.Trace(id),
        AuditSubject.Run => Links.Run(id),
        AuditSubject.Key => PersonLinks.Keys,
        AuditSubject.User => PersonLinks.Person(id.Replace("%20", " ", StringComparison.Ordinal)),
        _ => "",
    };
}
