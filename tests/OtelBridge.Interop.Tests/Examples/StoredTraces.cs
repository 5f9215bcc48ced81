using OtelBridge.Entities;
using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Examples;

/// <summary>What an example left on a server.</summary>
internal static class StoredTraces
{
    public static string TrackingUri(this ServerUnderTest server) => $"grpc://{server.GrpcAddress.Authority}";

    /// <summary>All traces with their spans, in the order in which they began.</summary>
    public static async Task<IReadOnlyList<Trace>> TracesAsync(this ServerUnderTest server)
    {
        using var client = new MlflowClient(server.TrackingUri());
        var traces = new List<Trace>(); // bounded by what the example did
        await foreach (var trace in client.SearchTracesAsync(orderBy: ["timestamp_ms ASC"]))
        {
            traces.Add(trace);
        }

        return traces;
    }
}
