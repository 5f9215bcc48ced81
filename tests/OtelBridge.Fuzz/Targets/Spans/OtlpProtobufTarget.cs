using System.Buffers;
using OtelBridge.Fuzz.Engine;
using OtelBridge.Grpc;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Server.Otlp;

namespace OtelBridge.Fuzz.Targets.Spans;

/// <summary>OTLP in protobuf, from the bytes of a request to everything that reads stored spans.</summary>
internal sealed class OtlpProtobufTarget : FuzzTarget
{
    private const int MaxSize = 4 << 20;

    public override string Name => "otlp-protobuf";

    public override string What => "OTLP in protobuf: decoding, check, translation, and every reader of what was taken";

    public override IReadOnlyList<string> Words => WordLists.Attributes;

    public override IEnumerable<byte[]> Seeds => SpanSeeds.Protobuf;

    public override string Run(ReadOnlySpan<byte> input) => SpanReaders.Run(OtlpEncoding.Protobuf.ReadRequest(new ReadOnlySequence<byte>(input.ToArray()), MaxSize, held: null));

    public override bool IsRefusal(Exception exception) => exception is RefusedRequestException or MessageTooLargeException;
}
