using OtelBridge.Grpc;
using OtelBridge.Server.Rest.Traces;

namespace OtelBridge.Server.Rest.Artifacts;

/// <summary>A path below the artifact proxy: <c>EXPERIMENT/traces/TRACE/artifacts/traces.json</c> is the one kind of file that is kept here.</summary>
internal sealed class ArtifactPath
{
    private const string Traces = "traces";
    private const string Artifacts = "artifacts";

    private ArtifactPath(string text) => Text = text;

    public string Text { get; }

    public string ExperimentId { get; private init; } = string.Empty;

    public string TraceId { get; private init; } = string.Empty;

    public bool IsTraceFile { get; private init; }

    public bool IsTraceFolder { get; private init; }

    /// <summary>Reads a path.</summary>
    /// <exception cref="GrpcException">It leads out of its folder.</exception>
    public static ArtifactPath Read(string text)
    {
        var path = Uri.UnescapeDataString(text).Trim('/');
        var parts = path.Split('/', '\\');
        if (parts.Any(static part => part is ".." or ".") || path.Contains(':', StringComparison.Ordinal) || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, "Invalid path: it names a place below the artifacts, without '..' and ':'.");
        }

        return parts switch
        {
            [var experiment, Traces, var trace, Artifacts] => new(path) { ExperimentId = experiment, TraceId = trace, IsTraceFolder = true },
            [var experiment, Traces, var trace, Artifacts, TraceFile.Name] => new(path) { ExperimentId = experiment, TraceId = trace, IsTraceFile = true },
            _ => new(path),
        };
    }
}
