using System.Collections.Frozen;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using OtelBridge.Store.Audit;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Server.Audit;

/// <summary>What the pages are in the audit log: one row each. The parts of a page are asked for by the page, so they are entries of the page.</summary>
internal static class PageActions
{
    private const string Experiments = "GET /";
    private const string Traces = "GET /traces";
    private const string Trace = "GET /traces/{traceId}";
    private const string Dashboard = "GET /dashboard";
    private const string Status = "GET /status";

    private static readonly FrozenDictionary<string, AuditRule> Rules = new Dictionary<string, AuditRule>
    {
        [Experiments] = Page(AuditAction.Read),
        ["GET /experiments/choices"] = Page(AuditAction.Read, Experiments),
        ["GET /experiments/{id}"] = Page(AuditAction.Read),
        ["POST /experiments/create"] = Page(AuditAction.Change),
        ["POST /experiments/{id}/name"] = Page(AuditAction.Change),
        ["POST /experiments/{id}/description"] = Page(AuditAction.Change),
        ["POST /experiments/{id}/tags"] = Page(AuditAction.Change),
        ["POST /experiments/{id}/tags/delete"] = Page(AuditAction.Change),
        ["POST /experiments/{id}/delete"] = Page(AuditAction.Delete),
        ["POST /experiments/{id}/restore"] = Page(AuditAction.Change),

        [Traces] = Page(AuditAction.Search),
        ["GET /traces/rows"] = Page(AuditAction.Search, Traces),
        ["GET /traces/count"] = Page(AuditAction.Search, Traces),
        ["GET /traces/chart"] = Page(AuditAction.Search, Traces),
        ["GET /traces/columns"] = Page(AuditAction.Search, Traces),
        ["GET /complete"] = Page(AuditAction.Search, Traces),
        ["POST /traces/delete/ask"] = Page(AuditAction.Search),
        ["POST /traces/delete"] = Page(AuditAction.Delete),
        ["POST /traces/tag/ask"] = Page(AuditAction.Search),
        ["POST /traces/tag"] = Page(AuditAction.Change),
        ["POST /traces/export"] = Page(AuditAction.Export),

        [Trace] = Page(AuditAction.Read),
        ["GET /traces/{traceId}/tree"] = Page(AuditAction.Read, Trace),
        ["GET /traces/{traceId}/found"] = Page(AuditAction.Read, Trace),
        ["GET /traces/{traceId}/spans/{spanId}"] = Page(AuditAction.Read, Trace),
        ["GET /traces/{traceId}/spans/{spanId}/content"] = Page(AuditAction.Read, Trace),
        ["GET /traces/{traceId}/spans/{spanId}/raw"] = Page(AuditAction.Read, Trace),
        ["GET /traces/{traceId}/{file}.json"] = Page(AuditAction.Export),
        ["POST /traces/{traceId}/delete"] = Page(AuditAction.Delete),
        ["POST /traces/{traceId}/tags"] = Page(AuditAction.Change),
        ["POST /traces/{traceId}/assessments"] = Page(AuditAction.Change),
        ["POST /traces/{traceId}/assessments/{assessmentId}"] = Page(AuditAction.Change),
        ["POST /traces/{traceId}/assessments/{assessmentId}/delete"] = Page(AuditAction.Delete),
        ["GET /compare"] = Page(AuditAction.Read),
        ["GET /palette"] = Page(AuditAction.Search),

        ["GET /runs"] = Page(AuditAction.Search),
        ["GET /runs/compare"] = Page(AuditAction.Read),
        ["GET /runs/{id}"] = Page(AuditAction.Read),
        ["POST /runs/{id}/name"] = Page(AuditAction.Change),
        ["POST /runs/{id}/delete"] = Page(AuditAction.Delete),
        ["POST /runs/{id}/restore"] = Page(AuditAction.Change),

        ["GET /sessions"] = Page(AuditAction.Search),
        ["GET /session"] = Page(AuditAction.Read),
        ["GET /audit"] = Page(AuditAction.Search),
        ["GET /keys"] = Page(AuditAction.Read),
        ["POST /keys/made"] = Page(AuditAction.Grant),
        ["GET /keys/quota"] = Page(AuditAction.Read),
        ["POST /keys/quota"] = Page(AuditAction.Grant),
        ["POST /keys/revoke"] = Page(AuditAction.Grant),
        ["GET /people"] = Page(AuditAction.Read),
        ["GET /people/person"] = Page(AuditAction.Read),
        ["POST /people/create"] = Page(AuditAction.Grant),
        ["POST /people/password"] = Page(AuditAction.Grant),
        ["POST /people/admin"] = Page(AuditAction.Grant),
        ["POST /people/permission"] = Page(AuditAction.Grant),
        ["POST /people/delete"] = Page(AuditAction.Grant),
        ["POST /experiments/{id}/people"] = Page(AuditAction.Grant),
        ["POST /sign-in"] = Page(AuditAction.SignIn),
        ["GET /sign-in/sso/back"] = Page(AuditAction.SignIn),
        ["POST /account/password"] = Page(AuditAction.Grant),
        ["POST /account/sign-out-everywhere"] = Page(AuditAction.Grant),

        [Dashboard] = Page(AuditAction.Search),
        ["GET /dashboard/{section}"] = Page(AuditAction.Search, Dashboard),
        [Status] = Page(AuditAction.Read),
        ["GET /status/store"] = Page(AuditAction.Read, Status),

        // These tell that there is something new, and not what; what a page asks for then is an entry.
        ["GET /experiments/live"] = AuditRule.Nothing,
        ["GET /traces/live"] = AuditRule.Nothing,
        ["GET /traces/{traceId}/live"] = AuditRule.Nothing,
        ["GET /session/live"] = AuditRule.Nothing,
        ["GET /status/live"] = AuditRule.Nothing,

        // These lead on to another page, or are the same for everybody.
        ["GET /traces/narrow"] = AuditRule.Nothing,
        ["GET /traces/delete/ask"] = AuditRule.Nothing,
        ["GET /traces/delete"] = AuditRule.Nothing,
        ["GET /traces/tag/ask"] = AuditRule.Nothing,
        ["GET /traces/tag"] = AuditRule.Nothing,
        ["GET /traces/compare"] = AuditRule.Nothing,
        ["GET /traces/export"] = AuditRule.Nothing,
        ["POST /traces/compare"] = AuditRule.Nothing,
        ["GET /traces/{traceId}/tags"] = AuditRule.Nothing,
        ["GET /traces/{traceId}/assessments"] = AuditRule.Nothing,
        ["GET /traces/{traceId}/assessments/{assessmentId}"] = AuditRule.Nothing,
        ["POST /theme"] = AuditRule.Nothing,
        ["GET /sign-in"] = AuditRule.Nothing,
        ["GET /sign-in/sso"] = AuditRule.Nothing,
        ["POST /sign-out"] = AuditRule.Nothing,
        ["GET /account"] = AuditRule.Nothing,
        ["GET /account/password"] = AuditRule.Nothing,
        ["GET /account/sign-out-everywhere"] = AuditRule.Nothing,
        ["GET /keys/new"] = AuditRule.Nothing,
        ["GET /keys/made"] = AuditRule.Nothing,
        ["GET /keys/revoke"] = AuditRule.Nothing,
        ["GET /people/delete"] = AuditRule.Nothing,
        ["POST /workspace"] = AuditRule.Nothing,
        ["GET /assets/{version}/{**path}"] = AuditRule.Nothing,
    }.ToFrozenDictionary();

    /// <summary>Gives each page its rule. One that has no row gets none, which a test finds.</summary>
    public static RouteGroupBuilder WithPageAudit(this RouteGroupBuilder pages)
    {
        ((IEndpointConventionBuilder)pages).Finally(static endpoint =>
        {
            var pattern = endpoint.Metadata.OfType<PagePattern>().FirstOrDefault()?.Text ?? (endpoint as RouteEndpointBuilder)?.RoutePattern.RawText;
            if (endpoint.Metadata.OfType<IHttpMethodMetadata>().FirstOrDefault() is { HttpMethods: [var method] } && Rules.TryGetValue($"{method} {pattern}", out var rule))
            {
                endpoint.Metadata.Add(rule);
            }
        });
        return pages;
    }

    private static AuditRule Page(AuditAction action, string? page = null) => AuditRule.Of(action, page);
}
