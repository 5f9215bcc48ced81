using OtelBridge.Store.Doctor;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Tests.Storage.Aggregates;

/// <summary>Compares the sums that a store keeps with its traces, as the doctor does.</summary>
internal static class KeptSums
{
    public static async Task<CheckResult> CheckAsync(ITraceStore store, bool repair) =>
        (await StoreCheckup.Of(store).Single(static check => check.Name == "kept sums").RunAsync(repair, static (_, _) => { }, CancellationToken.None)).ShouldHaveSingleItem();
}
