using System.Reflection;

namespace OtelBridge.Server.Hosting;

/// <summary>The two versions that a caller may ask for.</summary>
internal static class ServerVersion
{
    /// <summary>
    /// What <c>GET /version</c> answers: the MLflow version whose behaviour we follow. MLflow's clients parse this text and send spans by
    /// OTLP only to 3.4 and later, so our own version cannot stand here.
    /// </summary>
    public const string MlflowCompatible = "3.6.0";

    /// <summary>Header of every plain answer with our own version.</summary>
    public const string Header = "x-otelbridge-version";

    /// <summary>Our own version.</summary>
    public static string Own { get; } =
        typeof(ServerVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
}
