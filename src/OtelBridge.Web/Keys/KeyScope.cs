using OtelBridge.Store.Access;

namespace OtelBridge.Web.Keys;

/// <summary>What keys can be good for, as people choose it.</summary>
internal static class KeyScope
{
    public static IReadOnlyList<(AccessScopes Scope, string Name, string Meaning)> All { get; } =
    [
        (AccessScopes.Ingest, "ingest", "store spans: what programs need that are traced"),
        (AccessScopes.Read, "read", "look: search, read, export"),
        (AccessScopes.Write, "write", "change: experiments, runs, tags, assessments; delete"),
        (AccessScopes.Admin, "admin", "everything, keys and people included, in every experiment"),
    ];

    public static string Of(AccessScopes scopes) => string.Join(", ", All.Where(item => scopes.HasFlag(item.Scope)).Select(static item => item.Name));

    /// <summary>Reads those of a form; what is no scope is none.</summary>
    public static AccessScopes Read(IEnumerable<string?> names) => names.Aggregate(AccessScopes.None, static (all, name) => all | All.FirstOrDefault(item => item.Name == name).Scope);
}
