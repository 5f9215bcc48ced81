using Microsoft.AspNetCore.Http;
using OtelBridge.Grpc;
using OtelBridge.Server.Audit;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Server.Security.Browsers;
using OtelBridge.Server.Workspaces;
using OtelBridge.Store.Access;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Audit;
using OtelBridge.Web.Hosting;
using OtelBridge.Web.People;

namespace OtelBridge.Server.Security;

/// <summary>Asks every request who sends it, before its body is touched, and lets it on to its endpoint when that is meant for them.</summary>
/// <remarks>Which experiments they see is the affair of the store behind it (<see cref="Store.Access.Guard.GuardedTraceStore"/>): what passes here by mistake ends there.</remarks>
internal sealed class AccessGate(RequestDelegate next, Authenticator authenticator, WorkspaceEntrance entrance, CurrentCaller current)
{
    private const string NoRule = "Nobody has said who may ask for this; the server is to blame.";
    private const string ForeignPage = "This change was asked for by a page of another site. Nothing was changed.";

    // Clients of MLflow's own authentication, and others, send name and password when they are told to.
    private const string Challenge = "Basic realm=\"otelbridge\", charset=\"UTF-8\"";

    public async Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var rule = endpoint?.Metadata.GetMetadata<AccessRule>();
        if (endpoint is not null && rule is null)
        {
            await PlainRefusal.WriteAsync(context, new Fault(GrpcStatusCode.PermissionDenied, StatusCodes.Status403Forbidden, NoRule));
            return;
        }

        var scopes = rule?.ScopesOf(context) ?? AccessScopes.None;
        if (scopes == AccessScopes.None)
        {
            current.Set(Caller.Nobody);
            await next(context);
            return;
        }

        var (caller, fault) = await authenticator.AuthenticateAsync(context);
        if (fault is null)
        {
            (caller, fault) = await entrance.EnterAsync(context, caller);
            if (caller.Workspace != WorkspaceName.Default)
            {
                AuditNote.Current?.AddWord(AuditSubject.Workspace, caller.Workspace);
            }
        }

        AuditNames.Note(context, caller, fault);
        fault ??= FindFault(context, caller, scopes);
        if (fault is { } refusal)
        {
            current.Set(caller.PersonName is null ? Caller.Nobody : caller); // a page that refuses a person still knows them
            await RefuseAsync(context, rule!, refusal);
            return;
        }

        current.Set(caller);
        try
        {
            await next(context);
        }
        catch (AccessDeniedException e) when (!context.Response.HasStarted)
        {
            await RefuseAsync(context, rule!, Fault.From(e)); // of an endpoint that has no words of its own for it
        }
    }

    private static Fault? FindFault(HttpContext context, Caller caller, AccessScopes scopes)
    {
        if (!caller.IsAdmin && (caller.Scopes & scopes) == AccessScopes.None)
        {
            var needed = string.Join(" or ", Enum.GetValues<AccessScopes>().Where(scope => scope != AccessScopes.None && scopes.HasFlag(scope)).Select(static scope => scope.ToString().ToLowerInvariant()));
            return new Fault(GrpcStatusCode.PermissionDenied, StatusCodes.Status403Forbidden, $"This needs the scope {needed}; {caller.Name} does not have it.");
        }

        // A browser sends name and password along whoever asks it to. Programs do not say where a request comes from, but they have not signed in at a page either.
        var isForeign = context.Features.Get<SignedIn>() is not null
            ? !PageSecurity.IsOurs(context.Request)
            : context.Request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site && site is not ("same-origin" or "none");
        return isForeign && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)
            ? new Fault(GrpcStatusCode.PermissionDenied, StatusCodes.Status403Forbidden, ForeignPage)
            : null;
    }

    // A browser that is told so would ask with a box of its own, over the page that is open or instead of the one for signing in.
    private static bool IsBrowser(HttpRequest request) => PageRefusal.IsForPage(request) || request.Headers.ContainsKey("Sec-Fetch-Mode") || request.Headers.ContainsKey("Referer");

    private static Task RefuseAsync(HttpContext context, AccessRule rule, Fault fault)
    {
        if (fault.HttpStatus == StatusCodes.Status401Unauthorized && !IsBrowser(context.Request))
        {
            context.Response.Headers.WWWAuthenticate = Challenge;
        }

        return rule.RefuseAsync(context, fault);
    }
}
