namespace OtelBridge.Server.Tests.Rest.Replay;

/// <summary>Every way in which our answers to the recorded requests are meant to differ from MLflow's. What is not here is a defect.</summary>
internal static class Differences
{
    public static IReadOnlyList<Difference> All { get; } =
    [
    ];
}
