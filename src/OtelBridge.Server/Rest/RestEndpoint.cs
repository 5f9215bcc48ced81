using Microsoft.AspNetCore.Http;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;

namespace OtelBridge.Server.Rest;

/// <summary>One row of the REST API.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The route below <c>/api</c> and <c>/ajax-api</c>, e.g. <c>/3.0/mlflow/traces/{trace_id}</c>.</param>
/// <param name="Handler">What answers it.</param>
internal sealed record RestEndpoint(string Method, string Path, RestHandler Handler)
{
    /// <summary>Gets whether only MLflow's pages ask for it, so that it stands below <c>/ajax-api</c> alone.</summary>
    public bool AjaxOnly { get; init; }

    /// <summary>Gets whether the body is a file rather than fields in JSON.</summary>
    public bool TakesFile { get; init; }

    /// <summary>Gets the scopes of which a caller needs one.</summary>
    public AccessScopes Scopes { get; init; } = HttpMethods.IsGet(Method) ? AccessScopes.Read : AccessScopes.Write;

    /// <summary>Gets what it is in the audit log.</summary>
    public AuditAction Audit { get; init; } =
        HttpMethods.IsGet(Method) ? AuditAction.Read : HttpMethods.IsDelete(Method) ? AuditAction.Delete : AuditAction.Change;

    public static RestEndpoint Get(string path, RestHandler handler) => new(HttpMethods.Get, path, handler);

    public static RestEndpoint Post(string path, RestHandler handler) => new(HttpMethods.Post, path, handler);

    /// <summary>A question that is too long for an address.</summary>
    public static RestEndpoint Ask(string path, RestHandler handler) => Post(path, handler) with { Scopes = AccessScopes.Read, Audit = AuditAction.Search };

    public static RestEndpoint Patch(string path, RestHandler handler) => new(HttpMethods.Patch, path, handler);

    public static RestEndpoint Put(string path, RestHandler handler) => new(HttpMethods.Put, path, handler);

    public static RestEndpoint Delete(string path, RestHandler handler) => new(HttpMethods.Delete, path, handler);
}
