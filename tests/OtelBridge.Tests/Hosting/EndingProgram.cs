using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OtelBridge.Tests.Export.Spool;
using OtelBridge.Tests.Sources;

namespace OtelBridge.Tests.Hosting;

/// <summary>A program that traces and ends without disposing anything: <c>init|host return|exit|throw|wait</c>. Its store is in the environment.</summary>
/// <remarks>With <c>spool</c> first it is <see cref="SpoolingProgram"/>, with <c>switches</c> <see cref="SwitchingProgram"/>: an assembly has one entry.</remarks>
internal static class EndingProgram
{
    public static async Task Main(string[] arguments)
    {
        if (arguments[0] == SpoolingProgram.Command)
        {
            await SpoolingProgram.RunAsync(arguments);
            return;
        }

        if (arguments[0] == SwitchingProgram.Command)
        {
            SwitchingProgram.Run(arguments[1]);
            return;
        }

        await StartAsync(arguments[0]);
        Mlflow.Trace("last words", () => { });
        Console.WriteLine("traced");
        switch (arguments[1])
        {
            case "exit": Environment.Exit(0); break;
            case "throw": throw new InvalidOperationException("The test asked for it.");
            case "wait": await Task.Delay(TimeSpan.FromMinutes(1)); break;
            default: break;
        }
    }

    private static async Task StartAsync(string kind)
    {
        if (kind == "init")
        {
            MlflowTracing.Init(o => o.Delivery.BatchDelay = TimeSpan.FromHours(1));
            return;
        }

        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddEnvironmentVariables();
        builder.Services.AddMlflowTracing(o => o.Delivery.BatchDelay = TimeSpan.FromHours(1));
        await builder.Build().StartAsync();
    }
}
