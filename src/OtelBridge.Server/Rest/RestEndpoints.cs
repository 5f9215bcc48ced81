using System.Collections.Frozen;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Server.Audit;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Rest.Access;
using OtelBridge.Server.Rest.Audit;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access;
using OtelBridge.Server.Rest.Artifacts;
using OtelBridge.Server.Rest.Assessments;
using OtelBridge.Server.Rest.Experiments;
using OtelBridge.Server.Rest.Runs;
using OtelBridge.Server.Rest.Traces;
using OtelBridge.Store.Audit;
using OtelBridge.Server.Rest.Workspaces;
using OtelBridge.Server.Workspaces;

namespace OtelBridge.Server.Rest;

/// <summary>The MLflow-compatible REST API: every endpoint as one row of a table.</summary>
/// <remarks>
/// Unknown routes are left to the host, whose 404 has no body: MLflow's clients take that, and no other error code, for "this server is older".
/// </remarks>
internal static class RestEndpoints
{
    public const string ApiPrefix = "/api";
    public const string AjaxPrefix = "/ajax-api";

    /// <summary>Every endpoint.</summary>
    public static IReadOnlyList<RestEndpoint> All { get; } =
    [
        .. TraceEndpoints.All,
        .. TraceSearchEndpoints.All,
        .. TraceChangeEndpoints.All,
        .. TraceV2Endpoints.All,
        .. AssessmentEndpoints.All,
        .. ExperimentEndpoints.All,
        .. RunEndpoints.All,
        .. ArtifactEndpoints.All,
    ];

    /// <summary>Those that are there where callers are asked who they are, and only there: clients take a 404 for "no authentication".</summary>
    public static IReadOnlyList<RestEndpoint> OfAccess { get; } = [.. UserEndpoints.All, .. GrantEndpoints.All, .. KeyEndpoints.All, .. WorkspaceQuotaEndpoints.All];

    /// <summary>Those that are there where there are workspaces.</summary>
    public static IReadOnlyList<RestEndpoint> OfWorkspaces { get; } = [.. WorkspaceEndpoints.All, .. MemberEndpoints.All];

    public static void MapRest(this IEndpointRouteBuilder endpoints)
    {
        var dispatcher = endpoints.ServiceProvider.GetRequiredService<RestDispatcher>();
        var isGuarded = endpoints.ServiceProvider.GetService<AccessService>() is not null;
        var isAudited = endpoints.ServiceProvider.GetService<AuditLog>() is not null;
        var hasWorkspaces = endpoints.ServiceProvider.GetService<WorkspaceService>()?.HasSeveral == true;
        foreach (var (route, rows) in Routes([.. All, .. isGuarded ? OfAccess : [], .. isAudited ? AuditEndpoints.All : [], .. hasWorkspaces ? OfWorkspaces : []]))
        {
            endpoints.Map(route, context => dispatcher.InvokeAsync(context, rows))
                .WithMetadata(new ListenerMetadata(ListenerRole.Http))
                .WithAudit(new AuditRule(context => RowOf(rows, context.Request.Method)?.Audit ?? AuditAction.None))
                .WithAccess(new AccessRule(context => ScopesOf(rows, context.Request.Method), static (context, fault) => RestError.Of(fault).WriteAsync(context.Response)));
        }
    }

    // What has no row is refused behind the gate, as a method that is not there: to who may do nothing as well.
    private static AccessScopes ScopesOf(FrozenDictionary<string, RestEndpoint> rows, string method) =>
        RowOf(rows, method)?.Scopes ?? AccessScopes.None;

    private static RestEndpoint? RowOf(FrozenDictionary<string, RestEndpoint> rows, string method) => rows.GetValueOrDefault(HttpMethods.IsHead(method) ? HttpMethods.Get : method);

    // One route for all methods of a path: its other methods are then ours to refuse, whatever less specific routes there are.
    private static IEnumerable<(string Route, FrozenDictionary<string, RestEndpoint> Rows)> Routes(IReadOnlyList<RestEndpoint> all) =>
        from prefix in new[] { ApiPrefix, AjaxPrefix }
        from row in all
        where prefix == AjaxPrefix || !row.AjaxOnly
        group row by prefix + row.Path into rows
        select (rows.Key, rows.ToFrozenDictionary(row => row.Method, StringComparer.OrdinalIgnoreCase));
}
