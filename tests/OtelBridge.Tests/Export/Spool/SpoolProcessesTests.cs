using System.Globalization;
using OtelBridge.Configuration;
using OtelBridge.Entities;
using OtelBridge.Export;
using OtelBridge.Export.Spool;
using OtelBridge.TestSupport;
using Xunit.Abstractions;

namespace OtelBridge.Tests.Export.Spool;

/// <summary>Several processes on one spool, some of which are killed.</summary>
/// <remarks><c>OTELBRIDGE_KILL_POINTS</c> says how often.</remarks>
public sealed class SpoolProcessesTests(ITestOutputHelper output) : IDisposable
{
    private const string PointsVariable = "OTELBRIDGE_KILL_POINTS";
    private const int DefaultPoints = 8;
    private const int KillsPerFolder = 4;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task KilledWhileItSpools_WhatWasSpooledComesBackOnce()
    {
        var points = int.Parse(Environment.GetEnvironmentVariable(PointsVariable) ?? $"{DefaultPoints}", CultureInfo.InvariantCulture);
        var random = new Random();
        using var events = new Events();
        for (var done = 0; done < points; done += KillsPerFolder)
        {
            var kills = Math.Min(KillsPerFolder, points - done);
            var said = new List<string>();
            for (var kill = 0; kill < kills; kill++)
            {
                said.AddRange(await SpoolUntilKilledAsync($"k{done + kill}", random.Next(1, 100)));
            }

            CheckAll(said, kills);
        }

        events.All.Where(static e => e.EventName!.StartsWith("Spool", StringComparison.Ordinal)).ShouldBeEmpty("nothing was torn");
    }

    [Fact]
    public async Task ProgramKilledWhileItsStoreIsDown_TheNextStartDeliversWhatAFlushSaidWasSpooled()
    {
        var said = new List<string>();
        for (var kill = 0; kill < 2; kill++)
        {
            await using var program = Start("trace", "grpc://127.0.0.1:1");
            for (var seen = 0; seen < 20 + kill; seen++)
            {
                said.Add(await program.ReadLineAsync());
            }

            await program.KillAsync();
        }

        said.ShouldAllBe(static id => id.StartsWith("tr-", StringComparison.Ordinal));
        await using var server = await ServerUnderTest.StartAsync();
        using var tracing = Traced.To(
            (EnvironmentKeys.TrackingUri, $"grpc://{server.GrpcAddress.Authority}"), ("Mlflow:Delivery:SpoolPath", _folder.Path));
        using var patience = new CancellationTokenSource(Traced.Patience);
        using var client = new MlflowClient($"grpc://{server.GrpcAddress.Authority}");
        var (delivery, traces) = (tracing.Delivery.Single(), new List<Trace>());
        // The two programs left a folder each, and between them nothing is spooled either.
        while (delivery is not { Adopted: > 0, Spooled: 0 } || said.Except(traces.Select(static t => t.Info.TraceId)).Any())
        {
            await Task.Delay(10, patience.Token);
            traces = await client.SearchTracesAsync(maxResults: 500).ToListAsync(patience.Token);
            delivery = tracing.Delivery.Single();
        }

        traces = await client.SearchTracesAsync(maxResults: 500).ToListAsync(patience.Token);
        (delivery.Adopted, delivery.TotalDropped).ShouldBe((delivery.Sent, 0));
        said.Except(traces.Select(static t => t.Info.TraceId)).ShouldBeEmpty();
        traces.Sum(static t => (long)t.Spans.Count).ShouldBe(delivery.Sent, "none twice");
    }

    [Fact]
    public async Task ManyProcesses_EachParcelIsSentByOne()
    {
        const int Each = 60;
        var drains = Enumerable.Range(0, 3).Select(_ => Start("drain")).ToList();
        foreach (var drain in drains)
        {
            (await drain.ReadLineAsync()).ShouldBe("drains");
        }

        var writers = Enumerable.Range(0, 4).Select(w => Start("write", $"w{w}", $"{Each}")).ToList();
        foreach (var writer in writers)
        {
            (await writer.WaitForExitAsync()).ShouldBe(0);
            (await writer.ReadRestAsync()).ShouldBe(Enumerable.Range(0, Each).Select(static i => $"{i}"));
            await writer.DisposeAsync();
        }

        var names = new List<string>();
        foreach (var drain in drains)
        {
            drain.CloseInput();
            names.AddRange(await drain.ReadRestAsync());
            (await drain.WaitForExitAsync()).ShouldBe(0, drain.Errors);
            await drain.DisposeAsync();
        }

        names.ShouldBe(from w in Enumerable.Range(0, 4) from i in Enumerable.Range(0, Each) select $"w{w}-{i}", ignoreOrder: true);
        Directory.EnumerateFileSystemEntries(_folder.File(SpoolSamples.Destination)).ShouldBeEmpty();
    }

    /// <summary>A disk of its own where that is allowed, and a bound on the size of files elsewhere: writing fails in the middle of a parcel either way.</summary>
    [Fact]
    public async Task FullDisk_RefusesWhatHasNoPlace_AndTakesAgainWhatHas()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var disk = Directory.CreateDirectory(_folder.File("disk")).FullName;
        var isMounted = await TryAsync("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk);
        output.WriteLine(isMounted ? "a small disk" : "no rights to mount: a large disk with the same bound");
        try
        {
            using var spool = SpoolSamples.Open(disk, maxBytes: isMounted ? 512 * 1024 * 1024 : 256 * 1024);
            var refused = Enumerable.Range(0, 10).Select(i => spool.TryAdd(SpoolSamples.Parcel($"{i}", padding: 50_000))).ToList();

            refused.Take(4).ShouldAllBe(static r => r == null);
            refused.Skip(5).ShouldAllBe(r => r == (isMounted ? DropReason.SpoolFailed : DropReason.SpoolFull));
            Directory.EnumerateFiles(disk, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
            spool.Remove(spool.Next()!);
            spool.TryAdd(SpoolSamples.Parcel("again", padding: 50_000)).ShouldBeNull();
            SpoolSamples.Drain(spool).ShouldBe([.. Enumerable.Range(1, refused.Count(static r => r is null) - 1).Select(static i => $"{i}"), "again"]);
        }
        finally
        {
            if (isMounted)
            {
                (await TryAsync("umount", disk)).ShouldBeTrue();
            }
        }
    }

    /// <summary>The names of the parcels that a process said it had put on disk before it was killed.</summary>
    private async Task<List<string>> SpoolUntilKilledAsync(string name, int parcels)
    {
        await using var writer = Start("write", name, "1000000");
        var lines = new List<string>();
        while (lines.Count < parcels)
        {
            lines.Add(await writer.ReadLineAsync());
        }

        await writer.KillAsync();
        lines.AddRange(await writer.ReadRestAsync());
        // The last line may be cut.
        return [.. lines.TakeWhile((line, i) => line == $"{i}").Select(line => $"{name}-{line}")];
    }

    private void CheckAll(List<string> said, int kills)
    {
        var files = SpoolSamples.Files(_folder.Path).Length;
        var unfinished = Directory.EnumerateFiles(_folder.Path, "*.tmp", SearchOption.AllDirectories).Count();
        using var spool = SpoolSamples.Open(_folder.Path);
        var adopted = spool.Adopt();
        var spans = SpansOf(spool);
        var names = SpoolSamples.Drain(spool);

        output.WriteLine($"{kills} kills, {unfinished} in the middle of a parcel: {said.Count} parcels said, {names.Count} found, {adopted} spans");
        names.ShouldBeUnique();
        said.Except(names).ShouldBeEmpty();
        // A parcel may be on disk that its writer had no time to speak of, or half a line of it: one for each kill.
        names.Count.ShouldBeInRange(said.Count, said.Count + kills);
        (names.Count, adopted).ShouldBe((files, spans));
        Directory.EnumerateFileSystemEntries(_folder.File(SpoolSamples.Destination)).ShouldBeEmpty();
    }

    private static long SpansOf(ParcelSpool spool)
    {
        var spans = 0L;
        for (var next = spool.Next(); next is not null; next = spool.Next(next))
        {
            spool.Read(next, out var parcel).ShouldBe(ParcelReading.Read);
            spans += parcel!.Spans;
        }

        return spans;
    }

    private static async Task<bool> TryAsync(string program, params string[] arguments)
    {
        try
        {
            await ChildProcess.RunAsync(program, arguments);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private ChildProcess Start(string what, params string[] more) => ChildProcess.Start(
        "dotnet",
        [typeof(SpoolingProgram).Assembly.Location, SpoolingProgram.Command, what, _folder.Path, .. more],
        environment: new Dictionary<string, string?> { ["DOTNET_DbgEnableMiniDump"] = "0" });
}
