using System.Text;
using OtelBridge.Server.Zipkin.Spans;

namespace OtelBridge.Fuzz.Targets.Spans;

/// <inheritdoc />
internal sealed class ZipkinJsonTarget : ZipkinSpansTarget
{
    public override string Name => "zipkin-json";

    public override string What => "Zipkin's spans in JSON: decoding, check, turning into OTLP, and every reader of what was taken";

    public override IEnumerable<byte[]> Seeds => SpanSeeds.Select(Encoding.UTF8.GetBytes);

    public override string Run(ReadOnlySpan<byte> input) => Run(ZipkinJsonReader.Read(input));
}
