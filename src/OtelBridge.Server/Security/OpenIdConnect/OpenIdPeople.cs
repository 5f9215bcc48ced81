using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using OtelBridge.Grpc;
using OtelBridge.Server.Audit;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Security.OpenIdConnect;

/// <summary>Which of our people somebody is whom the provider knows.</summary>
internal sealed class OpenIdPeople(OpenIdConnectAccess options, CachedAccess access, AuditLog? audit = null)
{
    /// <summary>Says whether an address of mail is the person's (OpenID Connect Core, 5.1).</summary>
    public const string VerifiedClaim = "email_verified";

    private const string MailClaim = "email";
    private const int MaxSubjectLength = 1_024; // the standard says 255

    /// <summary>Gives the person, made at the first visit; or why there is none.</summary>
    public async Task<(Person? Person, Fault? Fault)> EnterAsync(ClaimsPrincipal who, CancellationToken cancellationToken)
    {
        var (issuer, subject, name) = (who.FindFirstValue("iss"), who.FindFirstValue("sub"), who.FindFirstValue(options.NameClaim)?.Trim());
        if (issuer is not { Length: > 0 } || subject is not { Length: > 0 and <= MaxSubjectLength })
        {
            return Refuse("The provider does not say who you are.");
        }

        if (FindFaultOfName(who, name) is { } fault)
        {
            return Refuse(fault);
        }

        if (options.Groups.Count > 0 && !IsInOne(who, options.Groups))
        {
            return Refuse($"{name} is in none of the groups that may come in here. Who runs this server says which they are (--oidc-groups).");
        }

        var (person, isFirst) = await access.Catalog.Identities.EnterAsync(issuer, subject, name!, cancellationToken);
        if (person is null)
        {
            return Refuse($"The name {name} is somebody else's here. An admin can delete that person, or give you another name at the provider.");
        }

        if (isFirst)
        {
            access.Forget();
            await NoteAsync("first visit", person, string.Empty);
        }

        return (await WithDutiesAsync(person, who, cancellationToken), null);
    }

    private static (Person? Person, Fault? Fault) Refuse(string message) => (null, new Fault(GrpcStatusCode.PermissionDenied, StatusCodes.Status403Forbidden, message));

    private string? FindFaultOfName(ClaimsPrincipal who, string? name) => name switch
    {
        null or "" => $"The provider says nothing of '{options.NameClaim}', by which people are named here. Who runs this server can name another claim (--oidc-name-claim), or ask for a scope that has it (--oidc-scopes).",
        _ when !AccessService.IsName(name) => $"The provider's '{options.NameClaim}' is no name here: it would have 1 to {AccessService.MaxNameLength} characters, no colon and no control characters.",
        _ when options.NameClaim == MailClaim && string.Equals(who.FindFirstValue(VerifiedClaim), "false", StringComparison.OrdinalIgnoreCase) =>
            $"The provider has not verified that {name} is yours. Do that there, and come again.",
        _ => null,
    };

    private bool IsInOne(ClaimsPrincipal who, IReadOnlyList<string> groups) => who.FindAll(options.GroupsClaim).Any(claim => groups.Contains(claim.Value, StringComparer.Ordinal));

    // Where groups say who is an admin, they say it at each sign-in.
    private async Task<Person> WithDutiesAsync(Person person, ClaimsPrincipal who, CancellationToken cancellationToken)
    {
        var isAdmin = options.AdminGroups.Count > 0 ? IsInOne(who, options.AdminGroups) : person.IsAdmin;
        if (isAdmin == person.IsAdmin)
        {
            return person;
        }

        try
        {
            await access.Catalog.SetAdminAsync(person.Name, isAdmin, cancellationToken);
        }
        catch (RefusedChangeException)
        {
            return person; // the last one stays
        }

        access.Forget();
        await NoteAsync("groups of the provider", person, $" {AuditSubject.Admin}:{(isAdmin ? "true" : "false")}");
        return person with { IsAdmin = isAdmin };
    }

    private Task NoteAsync(string request, Person person, string more) =>
        audit?.WriteOwnAsync(AuditAction.Grant, request, $"{AuditSubject.User}:{AuditSubject.NameOf(person.Name)}{more}") ?? Task.CompletedTask;
}
