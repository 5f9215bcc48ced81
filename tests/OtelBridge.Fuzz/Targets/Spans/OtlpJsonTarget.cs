using OtelBridge.Fuzz.Engine;
using OtelBridge.Server.Otlp;

namespace OtelBridge.Fuzz.Targets.Spans;

/// <summary>OTLP in JSON, from the bytes of a request to everything that reads stored spans.</summary>
internal sealed class OtlpJsonTarget : FuzzTarget
{
    public override string Name => "otlp-json";

    public override string What => "OTLP in JSON: decoding, check, translation, and every reader of what was taken";

    public override IReadOnlyList<string> Words { get; } = [.. WordLists.Json, .. WordLists.OtlpJson, .. WordLists.Attributes];

    public override IEnumerable<byte[]> Seeds => SpanSeeds.Json;

    public override string Run(ReadOnlySpan<byte> input) => SpanReaders.Run(OtlpJsonReader.ReadRequest(input));

    public override bool IsRefusal(Exception exception) => exception is OtlpJsonException;
}
