namespace OtelBridge.Store.Audit;

/// <summary>Actions as they are written and asked for.</summary>
public static class AuditActions
{
    private static readonly (AuditAction Action, string Name)[] Names =
    [
        (AuditAction.Read, "read"),
        (AuditAction.Search, "search"),
        (AuditAction.Store, "store"),
        (AuditAction.Change, "change"),
        (AuditAction.Delete, "delete"),
        (AuditAction.Export, "export"),
        (AuditAction.Grant, "grant"),
        (AuditAction.SignIn, "sign-in"),
        (AuditAction.SignInRefused, "sign-in-refused"),
        (AuditAction.Trim, "trim"),
        (AuditAction.Lost, "lost"),
    ];

    /// <summary>Gets all names, for messages.</summary>
    public static string All { get; } = string.Join(", ", Names.Select(static pair => pair.Name));

    /// <summary>Gives the name of an action.</summary>
    public static string NameOf(AuditAction action) => Names.First(pair => pair.Action == action).Name;

    /// <summary>Reads a name; null when there is no such action.</summary>
    public static AuditAction? Find(string name) => Names.FirstOrDefault(pair => pair.Name == name) is { Name: not null, Action: var action } ? action : null;

    /// <summary>Says whether an action is written down before it is answered: what cannot be made good, and who may do what.</summary>
    public static bool IsWrittenFirst(AuditAction action) => action is AuditAction.Delete or AuditAction.Export or AuditAction.Grant;
}
