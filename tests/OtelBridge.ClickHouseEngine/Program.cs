using System.Diagnostics;
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
    // Nobody waits for this process: it must not stay when the engine does not end.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(10);

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments.Length is not (1 or 3))
        {
            await Console.Error.WriteLineAsync("Usage: OtelBridge.ClickHouseEngine LIBCHDB [USER PASSWORD]");
            return 2;
        }

        var library = Path.GetFullPath(arguments[0]);
        var folder = Directory.CreateTempSubdirectory("otelbridge-clickhouse-").FullName;

        // The library reads the config.xml of the current folder; there is none in this one.
        Directory.SetCurrentDirectory(folder);
        try
        {
            using var engine = new Engine(library, folder);
            await ServeAsync(engine, arguments is [_, var user, var password] ? new Credentials(user, password) : new Credentials("default", string.Empty));
        }
        finally
        {
            Remove(folder);
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

        _ = Task.Delay(LongestEnd).ContinueWith(static _ => KillSelf(), TaskScheduler.Default);
        engine.CancelAll();
        await application.StopAsync(CancellationToken.None);
    }

    private static void KillSelf()
    {
        Remove(Directory.GetCurrentDirectory());
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    // An engine that did not end in time may still write there.
    private static void Remove(string folder)
    {
        const int Tries = 3;
        for (var i = 0; i < Tries && Directory.Exists(folder); i++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException)
            {
                // Once more.
            }
        }
    }
}
