using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OtelBridge.Tests.Sources;

/// <summary>A program that starts tracing and tells which switches of libraries are set then: they are the process's, and cannot be taken back.</summary>
internal static class SwitchingProgram
{
    public const string Command = "switches";

    private static readonly (string Name, string Switch)[] Switches =
    [
        ("OpenAI", "OpenAI.Experimental.EnableOpenTelemetry"),
        ("SemanticKernel", "Microsoft.SemanticKernel.Experimental.GenAI.EnableOTelDiagnostics"),
        ("SemanticKernelSensitive", "Microsoft.SemanticKernel.Experimental.GenAI.EnableOTelDiagnosticsSensitive"),
        ("Azure", "Azure.Experimental.EnableActivitySource"),
        ("AzureContent", "Azure.Experimental.TraceGenAIMessageContent"),
    ];

    public static void Run(string scene)
    {
        switch (scene)
        {
            case "none":
                Start(("Mlflow:GenAI:Libraries", "None"));
                break;
            case "nocontent":
                Start(("Mlflow:GenAI:CaptureContent", "false"));
                break;
            case "decided":
                AppContext.SetSwitch("OpenAI.Experimental.EnableOpenTelemetry", false);
                AppContext.SetSwitch("Microsoft.SemanticKernel.Experimental.GenAI.EnableOTelDiagnosticsSensitive", false);
                Start();
                break;
            case "early":
                // Registered, and nothing built yet.
                new ServiceCollection().AddMlflowTracing();
                break;
            case "late":
                // Only the host's configuration, which nobody can read before, says that a library is off and content is not wanted.
                var builder = Host.CreateEmptyApplicationBuilder(null);
                builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
                {
                    ["Mlflow:Export"] = "None",
                    ["Mlflow:GenAI:Libraries"] = "SemanticKernel,Azure",
                    ["Mlflow:GenAI:CaptureContent"] = "false",
                });
                builder.Services.AddMlflowTracing();
                builder.Build().StartAsync().GetAwaiter().GetResult();
                break;
            case "coded":
                // Only code says so, which is asked when tracing starts.
                StartWithNone();
                break;
            case "again":
                StartWithNone().Dispose();
                Start();
                break;
            default:
                Start();
                break;
        }

        Console.WriteLine(string.Join(' ', Switches.Select(one => $"{one.Name}={(AppContext.TryGetSwitch(one.Switch, out var isOn) ? isOn : null)}")));
    }

    private static MlflowTracing StartWithNone() =>
        MlflowTracing.Init(static options => options.GenAI.Libraries = GenAILibraries.None, Traced.Configuration(("Mlflow:Export", "None")));

    private static void Start(params (string Key, string Value)[] settings) => Traced.To([("Mlflow:Export", "None"), .. settings]);
}
