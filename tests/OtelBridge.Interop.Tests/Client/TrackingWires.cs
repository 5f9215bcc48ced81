namespace OtelBridge.Interop.Tests.Client;

/// <summary>The wires that every test of a client runs over.</summary>
public static class TrackingWires
{
    public static IReadOnlyList<string> Names { get; } = [TrackingServerFixture.Grpc, TrackingServerFixture.Rest];

    public static TheoryData<string> All { get; } = [.. Names];
}
