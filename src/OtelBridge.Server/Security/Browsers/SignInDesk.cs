using Microsoft.AspNetCore.Http;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Server.Security.OpenIdConnect;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;
using OtelBridge.Web.People;

namespace OtelBridge.Server.Security.Browsers;

/// <summary>Lets people in and out by the pages.</summary>
internal sealed class SignInDesk(
    Authenticator authenticator, SignIns signIns, IAccessDesk access, CachedAccess cached, OpenIdSignIn? provider = null) : ISignInDesk
{
    private const string ChangedMeanwhile = "The password was changed just now. Sign in with the new one.";

    public string? ProviderLabel => provider?.Label;

    public async Task<SignInRefusal?> SendToProviderAsync(HttpContext http, string to) => await provider!.SendThereAsync(http, to) is { } fault ? Of(fault) : null;

    public async Task<(string To, SignInRefusal? Refusal)> ReturnFromProviderAsync(HttpContext http)
    {
        var (to, person, fault) = await provider!.ReadReturnAsync(http);
        if (fault is { } refusal)
        {
            return (to, Of(refusal));
        }

        return await signIns.StartAsync(http, person!) ? (to, null) : (to, new SignInRefusal(StatusCodes.Status401Unauthorized, ChangedMeanwhile, null));
    }

    public async Task<bool> IsKnownAsync(HttpContext http) => (await authenticator.AuthenticateAsync(http)).Caller.PersonName is not null;

    public async Task<SignInRefusal?> SignInAsync(HttpContext http, string name, string password)
    {
        var (person, _, fault) = await CheckAsync(http, name, password);
        if (fault is { } refusal)
        {
            return Of(refusal);
        }

        return await signIns.StartAsync(http, person!) ? null : new SignInRefusal(StatusCodes.Status401Unauthorized, ChangedMeanwhile, null);
    }

    public Task SignOutAsync(HttpContext http) => signIns.EndAsync(http);

    public async Task SignOutEverywhereAsync(HttpContext http, Caller caller)
    {
        if (caller.PersonName is { } name && await cached.Catalog.FindPersonAsync(name, http.RequestAborted) is { } person)
        {
            await cached.Catalog.SignIns.EndAllAsync(person.Id, http.RequestAborted);
            cached.Forget();
        }

        await signIns.EndAsync(http);
    }

    public async Task<SignInRefusal?> ChangePasswordAsync(HttpContext http, string name, string current, string next)
    {
        var (_, _, fault) = await CheckAsync(http, name, current);
        if (fault is { } refusal)
        {
            return Of(refusal);
        }

        await access.SetPasswordAsync(name, next, http.RequestAborted);
        return http.Features.Get<SignedIn>() is null ? null : await SignInAsync(http, name, next); // all others are out now
    }

    // A form takes more than a header: what nobody can be called, or have for a password, is not remembered among the tries. It counts like every other.
    private async ValueTask<(Person? Person, IReadOnlyList<ExperimentGrant> Grants, Fault? Fault)> CheckAsync(HttpContext http, string name, string password)
    {
        var isPossible = name.Length <= AccessService.MaxNameLength && !name.Any(char.IsControl) && password.Length <= AccessService.MaxPasswordLength;
        var checkedNow = await authenticator.CheckPasswordAsync(http, isPossible ? name : string.Empty, isPossible ? password : string.Empty);
        if (AuditNote.Current is { } note)
        {
            (note.Who, note.Tried) = checkedNow.Person is { } person ? (person.Name, null) : (note.Who, AuditSubject.NameOf(name));
        }

        return checkedNow;
    }

    private static SignInRefusal Of(Fault fault) => new(fault.HttpStatus, fault.Message, fault.RetryAfter);
}
