namespace OtelBridge.Server.Hosting;

/// <summary>How people call the listeners: the names of their options on the command line.</summary>
internal static class ListenerNames
{
    public const string Grpc = "grpc";
    public const string OtlpHttp = "otlp-http";
    public const string Http = "http";
    public const string Jaeger = "jaeger";
    public const string Zipkin = "zipkin";

    public static string Of(ListenerRole role) => role switch
    {
        ListenerRole.Grpc => Grpc,
        ListenerRole.OtlpHttp => OtlpHttp,
        ListenerRole.Jaeger => Jaeger,
        ListenerRole.Zipkin => Zipkin,
        _ => Http,
    };
}
