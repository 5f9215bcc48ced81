using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Grpc;
using OtelBridge.Server.Hosting;

namespace OtelBridge.Server.Telemetry;

/// <summary>Makes a span and a measurement of each request to an endpoint of ours, where somebody listens; a check of two flags where nobody does.</summary>
/// <remarks>Around the endpoint rather than in the pipeline: so it is there in programs of others, too, says nothing of their requests, and knows the route.</remarks>
internal sealed class RequestTelemetry(RequestDelegate next, string route, ServerMeter meter)
{
    private const string NoListener = "";

    /// <summary>Watches all endpoints of a group.</summary>
    public static void AddTo(RouteGroupBuilder group)
    {
        var meter = ((IEndpointRouteBuilder)group).ServiceProvider.GetRequiredService<ServerMeter>();
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            if (endpoint is RouteEndpointBuilder { RequestDelegate: { } next } route)
            {
                route.RequestDelegate = new RequestTelemetry(next, "/" + route.RoutePattern.RawText?.TrimStart('/'), meter).InvokeAsync;
            }
        });
    }

    public Task InvokeAsync(HttpContext context) => ServerTelemetry.Source.HasListeners() || meter.Duration.Enabled ? WatchAsync(context) : next(context);

    /// <summary>Gives the status of gRPC, a number; empty while there is none. It is in the headers when the answer is a status alone.</summary>
    public static string GrpcStatusOf(HttpResponse response)
    {
        string? status = response.HttpContext.Features.Get<IHttpResponseTrailersFeature>()?.Trailers[GrpcHeaders.Status];
        return status ?? response.Headers[GrpcHeaders.Status].ToString();
    }

    private async Task WatchAsync(HttpContext context)
    {
        var isGrpc = context.Request.ContentType?.StartsWith(GrpcHeaders.ContentType, StringComparison.OrdinalIgnoreCase) == true;
        var started = Stopwatch.GetTimestamp();
        using var activity = ServerTelemetry.Start(isGrpc ? route[1..] : $"{context.Request.Method} {route}", ActivityKind.Server, ParentOf(context.Request));
        try
        {
            await next(context);
        }
        finally
        {
            // Also after a fault, which the host answers with 500.
            var tags = TagsOf(context, isGrpc);
            meter.Duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
            if (activity is { IsAllDataRequested: true })
            {
                Describe(activity, context, tags);
            }
        }
    }

    // Where the host traces requests itself, its span is the parent. It also makes Activities for its log, which nobody listens to and which are no spans.
    private static ActivityContext ParentOf(HttpRequest request) =>
        Activity.Current?.Source.HasListeners() is not true && ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, isRemote: true, out var parent) ? parent : default;

    private TagList TagsOf(HttpContext context, bool isGrpc)
    {
        var listener = context.Features.Get<ListenerFeature>() is { } feature ? ListenerNames.Of(feature.Role) : NoListener;
        return isGrpc
            ? new TagList
            {
                { ServerTelemetry.ListenerKey, listener },
                { ServerTelemetry.RpcMethodKey, route[1..] },
                { ServerTelemetry.RpcStatusKey, GrpcStatusOf(context.Response) },
            }
            : new TagList
            {
                { ServerTelemetry.ListenerKey, listener },
                { ServerTelemetry.HttpMethodKey, MethodOf(context.Request.Method) },
                { ServerTelemetry.HttpRouteKey, route },
                { ServerTelemetry.HttpStatusKey, context.Response.StatusCode },
            };
    }

    private static void Describe(Activity activity, HttpContext context, in TagList tags)
    {
        foreach (var (key, value) in tags)
        {
            activity.SetTag(key, value);
        }

        var isFault = tags[^1].Value switch
        {
            int status => status >= StatusCodes.Status500InternalServerError,
            string status => status is "2" or "4" or "12" or "13" or "14" or "15", // the statuses that are the server's fault
            _ => false,
        };
        if (isFault)
        {
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }

    // Anybody may make up a method; what is counted by it must be bounded.
    private static string MethodOf(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsPost(method) || HttpMethods.IsHead(method) || HttpMethods.IsDelete(method) || HttpMethods.IsPut(method)
            || HttpMethods.IsPatch(method) || HttpMethods.IsOptions(method)
            ? method
            : "_OTHER";
}
