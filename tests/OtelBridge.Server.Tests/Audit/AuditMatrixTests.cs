using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelBridge.Server.Audit;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Security;
using OtelBridge.Server.Tests.Security;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;

namespace OtelBridge.Server.Tests.Audit;

/// <summary>Every endpoint of the route table says what it is in the audit log. A route that is added has to say so as well.</summary>
public sealed class AuditMatrixTests
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    // Streams that tell that there is something new; addresses that lead on to another page, or ask whether; empty forms; the colours, and which workspace is shown.
    private static readonly string[] Silent =
    [
        "GET /experiments/live", "GET /traces/live", "GET /traces/{traceId}/live", "GET /session/live", "GET /status/live", "GET /traces/narrow", "GET /traces/delete/ask",
        "GET /traces/delete", "GET /traces/tag/ask", "GET /traces/tag", "GET /traces/compare", "GET /traces/export", "POST /traces/compare", "GET /traces/{traceId}/tags",
        "GET /traces/{traceId}/assessments", "GET /traces/{traceId}/assessments/{assessmentId}", "POST /theme",
        "GET /account", "GET /keys/made", "GET /keys/new", "GET /keys/revoke", "GET /people/delete", "POST /workspace",
    ];

    [Fact]
    public async Task Endpoints_EveryOne_HasAnAction()
    {
        await using var server = await GuardedServer.StartAsync();
        var endpoints = server.Server.Server.Endpoints.OfType<RouteEndpoint>().ToList();

        var without = endpoints.Where(static endpoint => endpoint.Metadata.GetMetadata<AuditRule>() is null).Select(static endpoint => endpoint.DisplayName);
        var asked = endpoints.SelectMany(Asked).ToList();

        without.ShouldBeEmpty();
        asked.Where(static ask => ask.Scopes != AccessScopes.None && ask.Action == AuditAction.None).Select(static ask => ask.Name).Order().ShouldBe(Silent.Order());
        asked.Where(static ask => ask.Scopes == AccessScopes.None && ask.Action != AuditAction.None).Select(static ask => ask.Name).ShouldBe(["POST /sign-in", "GET /sign-in/sso/back"]); // by who tries

        // Who may read alone changes nothing, and what takes the right to change is no reading.
        asked.Where(static ask => ask.Scopes == AccessScopes.Read && ask.Action is not (AuditAction.None or AuditAction.Read or AuditAction.Search or AuditAction.Export)).ShouldBeEmpty();
        asked.Where(static ask => ask.Scopes == AccessScopes.Write && ask.Action is AuditAction.Read or AuditAction.Search).Select(static ask => ask.Name).ShouldBeEmpty();
        asked.Where(static ask => ask.Name.Contains("elete", StringComparison.Ordinal) && !ask.Name.Contains("tag", StringComparison.OrdinalIgnoreCase) && !ask.Name.Contains("/ask", StringComparison.Ordinal)
            && ask.Scopes == AccessScopes.Write && ask.Action is not (AuditAction.Delete or AuditAction.Grant)).Select(static ask => ask.Name).ShouldBeEmpty();
        asked.Count.ShouldBeGreaterThan(150);
    }

    private static IEnumerable<(string Name, AccessScopes Scopes, AuditAction Action)> Asked(RouteEndpoint endpoint)
    {
        var allowed = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;
        var path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
        var (access, audit) = (endpoint.Metadata.GetMetadata<AccessRule>()!, endpoint.Metadata.GetMetadata<AuditRule>());
        foreach (var method in Methods.Where(method => allowed is null || allowed.Contains(method)))
        {
            var context = new DefaultHttpContext { Request = { Method = method, Path = path } };
            var (scopes, action) = (access.ScopesOf(context), audit?.ActionOf(context) ?? AuditAction.None);

            // Some wires ask for a scope before they say that there is no such method.
            var isThere = action != AuditAction.None || endpoint.Metadata.GetMetadata<ListenerMetadata>()!.Roles == ListenerRole.Http;
            if (isThere)
            {
                yield return ($"{method} {path}", scopes, action);
            }
        }
    }
}
