namespace OtelBridge.Server.Zipkin;

/// <summary>Finds what a name is really called: Zipkin's callers know names in lower case alone.</summary>
internal static class Spelling
{
    /// <summary>The services of a name, mostly one.</summary>
    public static async Task<IReadOnlyList<string>> ServicesAsync(ZipkinCall call, string name) =>
        Matching(await call.Store.Services.ListServicesAsync([], call.CancellationToken), name);

    /// <summary>The names of the spans of some services.</summary>
    public static async Task<IReadOnlyCollection<string>> OperationsAsync(ZipkinCall call, IEnumerable<string> services)
    {
        var names = new HashSet<string>(StringComparer.Ordinal); // bounded by what the store lists of each service
        foreach (var service in services)
        {
            var operations = await call.Store.Services.ListOperationsAsync(service, [], call.CancellationToken);
            names.UnionWith(operations.Select(static operation => operation.Name));
        }

        return names;
    }

    public static IReadOnlyList<string> Matching(IEnumerable<string> names, string wanted) =>
        [.. names.Where(name => name.Equals(wanted, StringComparison.OrdinalIgnoreCase))];
}
