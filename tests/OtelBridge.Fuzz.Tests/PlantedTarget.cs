using OtelBridge.Fuzz.Engine;

namespace OtelBridge.Fuzz.Tests;

/// <summary>A target with a fault that was put there.</summary>
internal sealed class PlantedTarget(Func<byte[], string> run) : FuzzTarget
{
    public override string Name => "planted";

    public override string What => "a fault that was put there";

    public override IReadOnlyList<string> Words { get; } = ["bug", "{", "}"];

    public override IEnumerable<byte[]> Seeds { get; } = ["{\"a\":[1,2,3]}"u8.ToArray()];

    public override string Run(ReadOnlySpan<byte> input) => run(input.ToArray());

    public override bool IsRefusal(Exception exception) => exception is FormatException;
}
