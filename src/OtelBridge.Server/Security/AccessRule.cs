using Microsoft.AspNetCore.Http;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Store.Access;

namespace OtelBridge.Server.Security;

/// <summary>Metadata of an endpoint: who may call it, and how its wire says no. An endpoint without one is closed to everybody where callers are asked who they are.</summary>
/// <param name="ScopesOf">Gives the scopes of which the caller needs one; none for what everybody may ask.</param>
/// <param name="RefuseAsync">Answers a caller who may not.</param>
internal sealed record AccessRule(Func<HttpContext, AccessScopes> ScopesOf, Func<HttpContext, Fault, Task> RefuseAsync)
{
    /// <summary>Gets the rule of what everybody may ask.</summary>
    public static AccessRule Everybody { get; } = new(static _ => AccessScopes.None, PlainRefusal.WriteAsync);

    /// <summary>A rule that does not depend on the request.</summary>
    public static AccessRule Of(AccessScopes scopes, Func<HttpContext, Fault, Task> refuse) => new(_ => scopes, refuse);
}
