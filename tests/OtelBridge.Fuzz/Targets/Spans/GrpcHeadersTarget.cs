using System.Text;
using Microsoft.AspNetCore.Http;
using OtelBridge.Fuzz.Engine;
using OtelBridge.Grpc;
using OtelBridge.Server.Grpc;
using OtelBridge.Server.Otlp;

namespace OtelBridge.Fuzz.Targets.Spans;

/// <summary>Headers of requests and answers: deadlines, messages, content types, lists of compressions.</summary>
internal sealed class GrpcHeadersTarget : FuzzTarget
{
    public override string Name => "headers";

    public override string What => "headers: grpc-timeout, grpc-message, content types, lists of compressions";

    public override IEnumerable<byte[]> Seeds => ((string[])["1500m", "99999999H", "1n", "%E2%82%AC%", "application/grpc+proto; charset=utf-8", "application/json;q=1", "gzip, identity;q=0"]).Select(Encoding.UTF8.GetBytes);

    public override IReadOnlyList<string> Words { get; } = ["n", "u", "m", "S", "M", "H", "%", "%00", "%ZZ", "application/grpc", "+proto", ";", "=", ",", "gzip", "identity", "\"", "99999999"];

    public override int MaxLength => 512;

    public override string Run(ReadOnlySpan<byte> input)
    {
        var text = Encoding.UTF8.GetString(input);
        var isTimeout = GrpcTimeout.TryParse(text, out var timeout);
        if (isTimeout)
        {
            Promise(GrpcTimeout.TryParse(GrpcTimeout.Format(timeout), out var again) && again >= timeout, "A timeout that is written again is not shortened.");
        }

        var message = GrpcMessageText.Encode(text);
        Promise(message.Length <= GrpcMessageText.MaxEncodedLength && message.All(static c => c is >= ' ' and <= '~'), "An encoded message is short and printable.");
        Promise(string.Concat(text.EnumerateRunes()).StartsWith(GrpcMessageText.Decode(message), StringComparison.Ordinal), "A message is decoded as it was encoded, or the beginning of it.");
        GrpcMessageText.Decode(text);
        var headers = new HeaderDictionary { ["grpc-accept-encoding"] = text, ["grpc-timeout"] = text };
        return $"{isTimeout} {OtlpEncoding.Of(text)?.ContentType} {GrpcRequest.AcceptsGzip(headers)} {GrpcRequest.ReadTimeout(headers) is null}";
    }

    public override bool IsRefusal(Exception exception) => exception is GrpcException;
}
