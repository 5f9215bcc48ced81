using System.Collections.Frozen;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Server.Hosting;

namespace OtelBridge.Server.Zipkin;

/// <summary>Zipkin's API, version 2, on a listener of its own: every route as one row of a table.</summary>
internal static class ZipkinRoutes
{
    private const string Api = "/api/v2";

    public static IReadOnlyList<ZipkinRoute> All { get; } =
    [
        Post($"{Api}/spans", static call => call.Intake.ReceiveAsync(call)),
        Get($"{Api}/services", ZipkinNames.ServicesAsync),
        Get($"{Api}/spans", ZipkinNames.SpansAsync),
        Get($"{Api}/remoteServices", ZipkinNames.RemoteServicesAsync),
        Get($"{Api}/autocompleteKeys", ZipkinAutocomplete.KeysAsync),
        Get($"{Api}/autocompleteValues", ZipkinAutocomplete.ValuesAsync),
        Get($"{Api}/traces", ZipkinTraces.SearchAsync),
        Get($"{Api}/trace/{{{ZipkinTraces.TraceId}}}", ZipkinTraces.GetAsync),
        Get($"{Api}/traceMany", ZipkinTraces.GetManyAsync),
        Get($"{Api}/dependencies", ZipkinDependencies.AnswerAsync),
        Get("/zipkin/config.json", ZipkinPages.ConfigAsync),
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
            endpoints.Map(rows.Key, context => dispatcher.InvokeAsync(context, methods)).WithMetadata(new ListenerMetadata(ListenerRole.Zipkin, OnlyTagged: true));
        }
    }

    private static ZipkinRoute Get(string path, ZipkinHandler handler) => new(HttpMethods.Get, path, handler);

    private static ZipkinRoute Post(string path, ZipkinHandler handler) => new(HttpMethods.Post, path, handler);
}
