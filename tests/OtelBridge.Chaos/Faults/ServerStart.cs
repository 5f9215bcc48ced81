using OtelBridge.Chaos.Load;
using OtelBridge.TestSupport;

namespace OtelBridge.Chaos.Faults;

/// <summary>How the server of a scenario is started.</summary>
/// <param name="Database">Its store.</param>
internal sealed record ServerStart(string Database)
{
    /// <summary>Where it listens.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>More options of <c>serve</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>What runs it: a command that runs the command after it.</summary>
    public IReadOnlyList<string> Under { get; init; } = [];

    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Makes the next request of a sender.</summary>
    public Func<Ledger, SentBatch> Plan { get; init; } = ChaosWorld.PlanYoung;

    /// <summary>Starts it.</summary>
    /// <param name="addresses">Where an earlier one listened for gRPC, OTLP over HTTP and HTTP; null for free ports.</param>
    public Task<OtelBridgeProcess> RunAsync(IReadOnlyList<Uri>? addresses) => OtelBridgeProcess.StartAsync(
        [
            "--store", $"sqlite:{Database}", "--grpc", Address(addresses, 0), "--otlp-http", Address(addresses, 1), "--http", Address(addresses, 2), .. Options,
        ],
        Environment,
        Under);

    private string Address(IReadOnlyList<Uri>? addresses, int index) => addresses is null ? $"{Host}:0" : addresses[index].Authority;
}
