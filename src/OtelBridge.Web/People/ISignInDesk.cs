using Microsoft.AspNetCore.Http;
using OtelBridge.Store.Access;

namespace OtelBridge.Web.People;

/// <summary>Lets people in and out. Only there where callers are asked who they are.</summary>
internal interface ISignInDesk
{
    /// <summary>Whether it is known already which person asks.</summary>
    Task<bool> IsKnownAsync(HttpContext http);

    /// <summary>Signs a person in and gives the browser what it sends from now on; null when that was done.</summary>
    Task<SignInRefusal?> SignInAsync(HttpContext http, string name, string password);

    /// <summary>Ends the sign-in that the request comes from.</summary>
    Task SignOutAsync(HttpContext http);

    /// <summary>Ends all sign-ins of a person.</summary>
    Task SignOutEverywhereAsync(HttpContext http, Caller caller);

    /// <summary>Gives a person another password, when they know the one they have; all their sign-ins end but this one. Null when that was done.</summary>
    Task<SignInRefusal?> ChangePasswordAsync(HttpContext http, string name, string current, string next);
}
