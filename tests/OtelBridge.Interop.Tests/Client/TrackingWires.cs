using OtelBridge.TestSupport.Stores;

namespace OtelBridge.Interop.Tests.Client;

/// <summary>The wires that every test of a client runs over, to a server on each kind of store: <c>grpc on sqlite</c>.</summary>
public static class TrackingWires
{
    private const string On = " on ";

    private static readonly string[] Names = [TrackingServerFixture.Grpc, TrackingServerFixture.Rest];

    /// <summary>Both, to each server.</summary>
    public static TheoryData<string> All { get; } = [.. TestStore.Kinds.SelectMany(Both)];

    /// <summary>The kinds of stores, for tests that use both wires.</summary>
    public static TheoryData<string> Stores { get; } = [.. TestStore.Kinds];

    /// <summary>Both, to the server on a kind of store.</summary>
    public static IEnumerable<string> Both(string store) => Names.Select(name => Of(name, store));

    /// <summary>A wire to the server on a kind of store.</summary>
    public static string Of(string name, string store) => name + On + store;

    /// <summary>The kind of store that a wire leads to.</summary>
    public static string StoreOf(string wire) => wire.Split(On)[1];
}
