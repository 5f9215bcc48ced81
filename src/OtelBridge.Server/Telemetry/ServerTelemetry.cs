using System.Diagnostics;
using OtelBridge.Server.Hosting;

namespace OtelBridge.Server.Telemetry;

/// <summary>The names under which a program hears of the server inside it, and how the server marks what it says.</summary>
internal static class ServerTelemetry
{
    /// <summary>The name of the source of spans and of the meter.</summary>
    public const string Name = "OtelBridge.Server";

    /// <summary>Which process a span of the server is of: by it the server knows its own when they are sent to it.</summary>
    public const string InstanceKey = "otelbridge.server.instance";

    /// <summary>The listener that a request came through.</summary>
    public const string ListenerKey = "otelbridge.listener";

    /// <summary>Spans of a request that were stored.</summary>
    public const string StoredKey = "otelbridge.spans.stored";

    /// <summary>Spans of a request that were refused.</summary>
    public const string RefusedKey = "otelbridge.spans.refused";

    public const string HttpMethodKey = "http.request.method";
    public const string HttpRouteKey = "http.route";
    public const string HttpStatusKey = "http.response.status_code";
    public const string RpcMethodKey = "rpc.method";
    public const string RpcStatusKey = "rpc.response.status_code";

    /// <summary>The mark of this process.</summary>
    public static readonly string Instance = Guid.NewGuid().ToString("N");

    /// <summary>Where the spans come from.</summary>
    public static readonly ActivitySource Source = new(Name, ServerVersion.Own);

    /// <summary>The span of the request that is being answered; null when nobody listens.</summary>
    public static Activity? Current => Activity.Current is { } activity && ReferenceEquals(activity.Source, Source) ? activity : null;

    /// <summary>Begins a span.</summary>
    public static Activity? Start(string name, ActivityKind kind, ActivityContext parent = default)
    {
        var activity = Source.StartActivity(name, kind, parent);
        activity?.SetTag(InstanceKey, Instance);
        return activity;
    }
}
