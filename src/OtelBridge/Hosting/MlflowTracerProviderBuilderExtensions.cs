using OtelBridge;
using OtelBridge.Hosting;

namespace OpenTelemetry.Trace;

/// <summary>Adds OtelBridge to a tracer provider that the program builds itself.</summary>
public static class MlflowTracerProviderBuilderExtensions
{
    /// <summary>Traces <see cref="Mlflow"/>'s spans with this provider and sends all of its spans where the options say.</summary>
    /// <param name="builder">The builder of the provider.</param>
    /// <param name="configure">Sets options in code; section <c>Mlflow</c> of the configuration and the environment fill in what it leaves out.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>Calling it again adds settings and is otherwise harmless. Disposing the provider sends what waits.</remarks>
    public static TracerProviderBuilder AddMlflow(this TracerProviderBuilder builder, Action<MlflowTracingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.ConfigureServices(services => TracingRegistration.Register(services, configure));
    }
}
