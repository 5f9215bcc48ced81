using System.Buffers;
using System.Text;
using Google.Protobuf;
using OtelBridge.Grpc;
using OtelBridge.Server.Zipkin.Spans;
using OtelBridge.Server.Zipkin.Wire;

namespace OtelBridge.Fuzz.Targets.Spans;

/// <inheritdoc />
internal sealed class ZipkinProtobufTarget : ZipkinSpansTarget
{
    public override string Name => "zipkin-protobuf";

    public override string What => "Zipkin's spans in protobuf: decoding, check, turning into OTLP, and every reader of what was taken";

    public override IEnumerable<byte[]> Seeds => SpanSeeds.Select(static json => ZipkinJsonReader.Read(Encoding.UTF8.GetBytes(json)).ToByteArray());

    public override string Run(ReadOnlySpan<byte> input) => Run(MessageReader.Read(ListOfSpans.Parser, new ReadOnlySequence<byte>(input.ToArray())));
}
