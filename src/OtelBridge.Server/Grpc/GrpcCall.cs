using Microsoft.AspNetCore.Http;

namespace OtelBridge.Server.Grpc;

/// <summary>What a handler may know of the call besides its message.</summary>
/// <param name="Metadata">The headers of the request.</param>
/// <param name="CancellationToken">Cancelled when the caller goes away, and when the caller's deadline passes.</param>
internal readonly record struct GrpcCall(IHeaderDictionary Metadata, CancellationToken CancellationToken);
