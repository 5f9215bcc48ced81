using System.Reflection;

namespace OtelBridge.Web.Hosting;

/// <summary>What the way in says to those who ask for no page.</summary>
internal static class PlainWelcome
{
    private static readonly string Version =
        typeof(PlainWelcome).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    public static string Of(PageContext context) =>
        $"""
        OtelBridge {Version}: a tracking store for traces of GenAI programs.

        GET  /            the pages, in a browser: {context.Server}/
        POST /v1/traces   spans as OTLP (protobuf or JSON, plain or gzip)
        GET  /health      OK
        GET  /version     the MLflow version this server is compatible with
             /api/…       MLflow's REST API: point mlflow.set_tracking_uri at this address

        Read traces with: otelbridge search, otelbridge get TRACE_ID

        """;
}
