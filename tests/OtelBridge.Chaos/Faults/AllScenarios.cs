namespace OtelBridge.Chaos.Faults;

/// <summary>Every scenario.</summary>
internal static class AllScenarios
{
    private static readonly Func<ChaosScenario>[] Makers =
    [
        static () => new KillScenario(), static () => new PauseScenario(), static () => new FullDiskScenario(), static () => new ReadOnlyDiskScenario(), static () => new StallingDiskScenario(),
        static () => new NetworkCutScenario(), static () => new ClockScenario(), static () => new UptimeScenario(), static () => new HandlesScenario(), static () => new IdleConnectionsScenario(),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Makers.Select(static make => make().Name)];

    public static ChaosScenario Make(string name) => Makers.Select(static make => make()).Single(scenario => scenario.Name == name);
}
