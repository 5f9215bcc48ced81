using OtelBridge.Grpc;
using OtelBridge.Otlp;

namespace OtelBridge.TestSupport.Otlp;

/// <summary>How a <see cref="FakeCollector"/> answers one export request.</summary>
public sealed record CollectorAnswer(CollectorAnswerKind Kind, GrpcStatusCode Status = GrpcStatusCode.Ok, long Rejected = 0)
{
    /// <summary>Takes the spans.</summary>
    public static CollectorAnswer Ok { get; } = new(CollectorAnswerKind.Answer);

    /// <summary>Never answers.</summary>
    public static CollectorAnswer Stall { get; } = new(CollectorAnswerKind.Stall);

    /// <summary>Breaks the connection.</summary>
    public static CollectorAnswer CutLine { get; } = new(CollectorAnswerKind.CutLine);

    /// <summary>Refuses the request with a status.</summary>
    public static CollectorAnswer Fail(GrpcStatusCode status) => new(CollectorAnswerKind.Answer, status);

    /// <summary>Takes the request and refuses some of its spans.</summary>
    public static CollectorAnswer Reject(long spans) => new(CollectorAnswerKind.Answer, Rejected: spans);

    internal ExportTraceServiceResponse ToResponse() => Rejected == 0
        ? new ExportTraceServiceResponse()
        : new ExportTraceServiceResponse { PartialSuccess = new ExportTracePartialSuccess { RejectedSpans = Rejected, ErrorMessage = "The test asked for it." } };
}
