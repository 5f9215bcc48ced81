using Microsoft.AspNetCore.Http;
using OtelBridge.Store.Audit;

namespace OtelBridge.Server.Audit;

/// <summary>Metadata of an endpoint: what is done there, as the audit log calls it.</summary>
/// <param name="ActionOf">Gives the action; <see cref="AuditAction.None"/> for what leaves no entry.</param>
/// <param name="Page">What the request is called in the log, where that is not the route: the page that a part belongs to, so that a page and its parts are one entry.</param>
internal sealed record AuditRule(Func<HttpContext, AuditAction> ActionOf, string? Page = null)
{
    /// <summary>Gets the rule of what leaves no entry.</summary>
    public static AuditRule Nothing { get; } = Of(AuditAction.None);

    /// <summary>A rule that does not depend on the request.</summary>
    public static AuditRule Of(AuditAction action, string? page = null) => new(_ => action, page);
}
