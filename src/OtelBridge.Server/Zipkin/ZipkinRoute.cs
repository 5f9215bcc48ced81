namespace OtelBridge.Server.Zipkin;

/// <summary>Answers one call.</summary>
internal delegate Task ZipkinHandler(ZipkinCall call);

/// <summary>One row of Zipkin's API: a method and path, and what answers them.</summary>
internal sealed record ZipkinRoute(string Method, string Path, ZipkinHandler Handler);
