using System.Text.Json.Nodes;
using OtelBridge.Otlp;

namespace OtelBridge.TestSupport.Otlp;

/// <summary>One export request as another language's receiver got it.</summary>
/// <param name="Protocol"><c>grpc</c> or <c>http/protobuf</c>, as the standard variable names them.</param>
/// <param name="Encoding"><c>gzip</c> or <c>identity</c>.</param>
/// <param name="Headers">Headers or metadata, names in lower case; those that the gRPC library keeps for itself are missing.</param>
/// <param name="Message">The request, read strictly from the bytes that arrived.</param>
/// <param name="Foreign">The same as the other language's library understood it, in protobuf's JSON form.</param>
public sealed record ForeignExport(
    string Protocol, string Encoding, IReadOnlyDictionary<string, string> Headers, ExportTraceServiceRequest Message, JsonObject Foreign)
{
    internal static ForeignExport Read(JsonObject line)
    {
        if (line["refused"] is not null)
        {
            throw new OtlpRuleException($"the receiver answered {line["refused"]}: {line["reason"]}");
        }

        var headers = (line["metadata"] ?? line["headers"])!.AsObject();
        return new ForeignExport(
            (string)line["protocol"]!,
            (string)line["encoding"]!,
            headers.ToDictionary(static header => header.Key, static header => (string)header.Value!),
            StrictOtlp.Parse(Convert.FromBase64String((string)line["raw"]!)),
            line["request"]!.AsObject());
    }
}
