// A small agent whose every span goes to two places: a collector, with Jaeger and Zipkin behind it, and the tracking store.
//
//   docker compose -f examples/docker-compose.yaml up -d --build   starts all of them (without it the program works as well, and says what was not delivered)
//   dotnet run --project examples/DualExport                       asks every few seconds, until Ctrl+C
//   dotnet run --project examples/DualExport -- --once             asks once
using System.Text;
using DualExport;
using DualExport.Weather;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OtelBridge;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
if (args is not ([] or ["--once"]))
{
    Console.Error.WriteLine($"Usage: dotnet run --project examples/DualExport [-- --once]; '{string.Join(' ', args)}' is not known.");
    return 2;
}

var builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);

// Where the containers of examples/docker-compose.yaml listen; what the environment says comes first.
builder.Configuration["OTEL_SERVICE_NAME"] ??= "dual-export";
builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] ??= "http://localhost:4317";
builder.Configuration["MLFLOW_TRACKING_URI"] ??= "grpc://localhost:4319";

// This is all it takes. Each destination has a queue, a thread and books of its own: one that is down costs the other nothing.
builder.Services.AddMlflowTracing(static tracing => tracing.Export = ExportMode.Both);

builder.Services.AddSingleton(new RunOptions(Once: args.Length > 0)).AddSingleton<WeatherAgent>().AddHostedService<AskingService>();
using var host = builder.Build();
await host.RunAsync();
return 0;
