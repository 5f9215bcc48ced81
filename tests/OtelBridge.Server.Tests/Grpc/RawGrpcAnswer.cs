using System.Net;
using OtelBridge.Grpc;

namespace OtelBridge.Server.Tests.Grpc;

/// <summary>What came back on the wire, undecoded.</summary>
internal sealed record RawGrpcAnswer(
    HttpStatusCode Http, GrpcStatusCode? Status, string? Message, string? Encoding, bool IsTrailersOnly, byte[] Body);
