namespace OtelBridge.Server.Zipkin;

/// <summary>The lists that a search is chosen from: services, their spans, and whom they call.</summary>
internal static class ZipkinNames
{
    private const string ServiceName = "serviceName";

    public static async Task ServicesAsync(ZipkinCall call)
    {
        var services = await call.Store.Services.ListServicesAsync([], call.CancellationToken);
        await call.AnswerAsync(Listed(services));
    }

    public static async Task SpansAsync(ZipkinCall call)
    {
        var names = await Spelling.OperationsAsync(call, await Spelling.ServicesAsync(call, call.Require(ServiceName)));
        await call.AnswerAsync(Listed(names));
    }

    public static async Task RemoteServicesAsync(ZipkinCall call)
    {
        var peers = await RecentTraces.PeersAsync(call, await Spelling.ServicesAsync(call, call.Require(ServiceName)));
        await call.AnswerAsync(Listed(peers));
    }

    // Zipkin keeps names in lower case; those that have none cannot be asked for.
    private static IEnumerable<string> Listed(IEnumerable<string> names) =>
        names.Where(static name => name.Length > 0).Select(static name => name.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
