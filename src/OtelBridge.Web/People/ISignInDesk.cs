using Microsoft.AspNetCore.Http;
using OtelBridge.Store.Access;

namespace OtelBridge.Web.People;

/// <summary>Lets people in and out. Only there where callers are asked who they are.</summary>
internal interface ISignInDesk
{
    /// <summary>Gets what the provider is called by which people may sign in as well; null when there is none.</summary>
    string? ProviderLabel { get; }

    /// <summary>Sends a browser to the provider; null when that was done.</summary>
    /// <param name="http">The request.</param>
    /// <param name="to">Where to go after that, relative to the base.</param>
    Task<SignInRefusal?> SendToProviderAsync(HttpContext http, string to);

    /// <summary>Signs a person in who comes back from the provider; gives where they wanted to go, or why they were not let in.</summary>
    Task<(string To, SignInRefusal? Refusal)> ReturnFromProviderAsync(HttpContext http);

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
