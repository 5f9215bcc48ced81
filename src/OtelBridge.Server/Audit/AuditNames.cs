using Microsoft.AspNetCore.Http;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;

namespace OtelBridge.Server.Audit;

/// <summary>Who somebody is in the audit log. Names of people have no colon, so that nobody can have the name of a key.</summary>
internal static class AuditNames
{
    private const string KeyPrefix = "key:";

    /// <summary>Notes who was let in, or who wanted to.</summary>
    public static void Note(HttpContext context, Caller caller, Fault? fault)
    {
        if (AuditNote.Current is not { } note)
        {
            return;
        }

        if (fault is null)
        {
            note.Who = caller.PersonName ?? caller.Name.Replace(' ', ':'); // "key ID" in messages
        }
        else
        {
            note.Tried = FindTried(context.Request.Headers);
        }
    }

    // Of a key its public part; of what has not its form nothing, since it may be somebody's secret for another door.
    private static string? FindTried(IHeaderDictionary headers) => Credentials.Read(headers) switch
    {
        { Name: { Length: > 0 } name } => AuditSubject.NameOf(name),
        { Secret: var secret } when ApiKeySecret.TryParse(secret) is { Id: var id } && id.Length <= 16 && id.All(char.IsAsciiHexDigitLower) => KeyPrefix + id,
        _ => null,
    };
}
