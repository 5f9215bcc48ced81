using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OtelBridge.ClickHouseEngine.Chdb;
using OtelBridge.ClickHouseEngine.Faults;
using OtelBridge.ClickHouseEngine.Http;

namespace OtelBridge.ClickHouseEngine;

/// <summary>
/// A stand-in for a ClickHouse server: its HTTP interface over libchdb, the engine as a library. For tests alone.
/// Prints its address when it listens, and ends when its standard input does.
/// </summary>
/// <remarks>Arguments: the path of libchdb.so, and the name and the password of the one user (without them: default, no password).</remarks>
internal static class Program
{
    // Nobody waits for this process, so that it must not stay when the engine does not end.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(15);

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments.Length is not (1 or 3))
        {
            await Console.Error.WriteLineAsync("Usage: OtelBridge.ClickHouseEngine LIBCHDB [USER PASSWORD]");
            return 2;
        }

        var folder = Directory.CreateTempSubdirectory("otelbridge-clickhouse-").FullName;
        try
        {
            using var engine = new Engine(arguments[0], folder);
            await ServeAsync(engine, arguments.Length == 3 ? new Credentials(arguments[1], arguments[2]) : new Credentials("default", string.Empty));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static async Task ServeAsync(Engine engine, Credentials user)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static options =>
        {
            options.Listen(IPAddress.Loopback, 0);
            options.Limits.MaxRequestBodySize = null;
            options.Limits.MaxRequestLineSize = 1024 * 1024;
            options.Limits.MinRequestBodyDataRate = null;
        });
        await using var application = builder.Build();
        var (faults, statements) = (new FaultList(), new SentStatements());
        var endpoint = new QueryEndpoint(engine, user, faults, statements, application.Lifetime.ApplicationStopping);
        application.MapFaults(faults, statements);
        application.MapGet("/ping", () => "Ok.\n");
        application.MapMethods("/", ["GET", "HEAD", "POST"], endpoint.HandleAsync);

        await application.StartAsync();
        Console.WriteLine(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()); // Kestrel always has it
        while (await Console.In.ReadLineAsync() is not null)
        {
            // Whoever started it holds the other end.
        }

        _ = Task.Delay(LongestEnd).ContinueWith(static _ => Environment.Exit(1), TaskScheduler.Default);
        await application.StopAsync(CancellationToken.None);
    }
}
