using System.Collections.Frozen;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Server.Audit;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;

namespace OtelBridge.Server.Zipkin;

/// <summary>Zipkin's API, version 2, on a listener of its own: every route as one row of a table.</summary>
internal static class ZipkinRoutes
{
    private const string Api = "/api/v2";

    // Where the user interface lives, and from where it asks.
    private const string UserInterface = "/zipkin";

    /// <summary>The routes of the API, of which reporters call the first.</summary>
    public static IReadOnlyList<ZipkinRoute> All { get; } =
    [
        Post($"{Api}/spans", static call => call.Intake.ReceiveAsync(call)),
        .. Reads(string.Empty),
        .. Reads(UserInterface),
        Get($"{UserInterface}/config.json", ZipkinPages.ConfigAsync),
        Get("/health", ZipkinPages.HealthAsync),
        Get("/metrics", ZipkinPages.MetricsAsync),
        Get("/prometheus", ZipkinPages.PrometheusAsync),
        Get("/", ZipkinPages.WelcomeAsync),
    ];

    public static void MapZipkin(this IEndpointRouteBuilder endpoints)
    {
        var dispatcher = endpoints.ServiceProvider.GetRequiredService<ZipkinDispatcher>();
        foreach (var rows in All.GroupBy(static route => route.Path))
        {
            var methods = rows.ToFrozenDictionary(static route => route.Method, StringComparer.OrdinalIgnoreCase);
            endpoints.Map(rows.Key, context => dispatcher.InvokeAsync(context, methods))
                .WithMetadata(new ListenerMetadata(ListenerRole.Zipkin, OnlyTagged: true))
                .WithAccess(new AccessRule(context => ScopesOf(rows.Key, context.Request.Method), static (context, fault) => ZipkinCall.WriteAsync(context.Response, fault)))
                .WithAudit(new AuditRule(context => methods.TryGetValue(context.Request.Method, out var route) ? ActionOf(route) : AuditAction.None));
        }
    }

    private static IEnumerable<ZipkinRoute> Reads(string prefix) =>
    [
        Get($"{prefix}{Api}/services", ZipkinNames.ServicesAsync),
        Get($"{prefix}{Api}/spans", ZipkinNames.SpansAsync),
        Get($"{prefix}{Api}/remoteServices", ZipkinNames.RemoteServicesAsync),
        Get($"{prefix}{Api}/autocompleteKeys", ZipkinAutocomplete.KeysAsync),
        Get($"{prefix}{Api}/autocompleteValues", ZipkinAutocomplete.ValuesAsync),
        Get($"{prefix}{Api}/traces", ZipkinTraces.SearchAsync),
        Get($"{prefix}{Api}/trace/{{{ZipkinTraces.TraceId}}}", ZipkinTraces.GetAsync),
        Get($"{prefix}{Api}/traceMany", ZipkinTraces.GetManyAsync),
        Get($"{prefix}{Api}/dependencies", ZipkinDependencies.AnswerAsync),
    ];

    private static AccessScopes ScopesOf(string path, string method) =>
        path == "/health" ? AccessScopes.None : HttpMethods.IsPost(method) ? AccessScopes.Ingest : AccessScopes.Read;

    private static AuditAction ActionOf(ZipkinRoute route) => route switch
    {
        _ when HttpMethods.IsPost(route.Method) => AuditAction.Store,
        { Path: "/" or "/health" or $"{UserInterface}/config.json" } => AuditAction.None, // nothing of what is stored
        _ => route.Path.Contains(ZipkinTraces.TraceId, StringComparison.Ordinal) || route.Path.EndsWith("/traceMany", StringComparison.Ordinal) ? AuditAction.Read : AuditAction.Search,
    };

    private static ZipkinRoute Get(string path, ZipkinHandler handler) => new(HttpMethods.Get, path, handler);

    private static ZipkinRoute Post(string path, ZipkinHandler handler) => new(HttpMethods.Post, path, handler);
}
