using Microsoft.Extensions.Configuration;

namespace OtelBridge.Tests;

/// <summary>Tracing for one test, configured by pairs instead of the process's environment.</summary>
internal static class Traced
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static MlflowTracing To(params (string Key, string Value)[] pairs) => MlflowTracing.Init(configuration: Configuration(pairs));

    public static IConfiguration Configuration(params (string Key, string Value)[] pairs) =>
        new ConfigurationBuilder().AddInMemoryCollection(pairs.Select(p => KeyValuePair.Create(p.Key, (string?)p.Value))).Build();
}
