using Microsoft.AspNetCore.Http;

namespace OtelBridge.Server.Jaeger;

/// <summary>One row of Jaeger's query API.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The route.</param>
/// <param name="Handler">What answers it.</param>
internal sealed record JaegerEndpoint(string Method, string Path, JaegerHandler Handler)
{
    public static JaegerEndpoint Get(string path, JaegerHandler handler) => new(HttpMethods.Get, path, handler);

    public static JaegerEndpoint Post(string path, JaegerHandler handler) => new(HttpMethods.Post, path, handler);
}
