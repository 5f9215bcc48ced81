using OtelBridge.Chaos.Load;

namespace OtelBridge.Chaos.Faults;

/// <summary>What is promised of a disk that takes nothing: senders are told to come back, readers read on, and it goes on by itself once it is mended.</summary>
internal static class DiskFaults
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Waits until the server says that it cannot write, and looks at what still goes.</summary>
    public static async Task BreakAsync(ChaosWorld world, ChaosNotes notes, TimeSpan length)
    {
        string? ready = null;
        for (var i = 0; i < 200 && ready?.StartsWith("503", StringComparison.Ordinal) != true; i++)
        {
            ready = await world.ReadyAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        notes.Say($"/readyz: {ready}");
        notes.Expect(ready?.StartsWith("503", StringComparison.Ordinal) == true, $"The server says that it is ready while it cannot write: {ready}");
        await Task.Delay(length / 2);
        using var http = ServerClients.Http(world.Http, Patience, null);
        foreach (var path in new[] { "/livez", "/traces", $"/traces/{world.Ledger.TraceIdOf(world.Ledger.Batches[0].First)}" })
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            notes.Expect(answer.IsSuccessStatusCode, $"{path} answers {(int)answer.StatusCode} while nothing can be written");
        }
    }

    public static async Task MendAsync(ChaosWorld world, ChaosNotes notes)
    {
        await world.UntilAllMoveAsync("once the disk is mended");
        notes.Say("every sender is answered again, without a restart");
        await UntilReadyAsync(world);
        await world.CheckAsync();
        await world.CheckProcessAsync();
    }

    // A write that failed counts for some seconds.
    private static async Task UntilReadyAsync(ChaosWorld world)
    {
        for (var i = 0; i < 300 && (await world.ReadyAsync())?.StartsWith("200", StringComparison.Ordinal) != true; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }
}
