using System.Diagnostics;
using System.Globalization;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport.Searching;

namespace OtelBridge.Benchmarks.Search;

/// <summary>Asks two stores that should hold the same a number of random filters, and says which are answered differently.</summary>
internal static class AlikeCommand
{
    public static async Task<int> RunAsync(string from, string to, int filters, int seed, TextWriter output, CancellationToken cancellationToken)
    {
        await using var left = await TraceStores.OpenAsync(from, StoreAccess.ReadOnly, cancellationToken);
        await using var right = await TraceStores.OpenAsync(to, StoreAccess.ReadOnly, cancellationToken);
        var (begun, asked) = (Stopwatch.GetTimestamp(), 0);
        var (differences, found) = await AlikeSearches.CompareAsync(
            left, right, filters, seed, (lines, filter) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{++asked} of {filters}: {lines} for {filter}")));
        foreach (var difference in differences)
        {
            await output.WriteLineAsync(difference);
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{filters} random filters (seed {seed}), {found} of which found something, in {Stopwatch.GetElapsedTime(begun).TotalSeconds:N0} seconds: {(differences.Count == 0 ? "all answered alike." : $"{differences.Count} answered DIFFERENTLY.")}"));
        return differences.Count == 0 ? 0 : 1;
    }
}
