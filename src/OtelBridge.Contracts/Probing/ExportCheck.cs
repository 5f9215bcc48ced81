using System.Globalization;
using Google.Protobuf;
using OtelBridge.Attributes;
using OtelBridge.Grpc;
using OtelBridge.Otlp;

namespace OtelBridge.Probing;

/// <summary>Sends a request without spans, and reads what the answer says.</summary>
internal static class ExportCheck
{
    private const string Accepted = "a request without spans is taken";
    private const string DefaultExperiment = "0";

    public static Task<ExportSeen> RunAsync(ProbeTarget target, ProbeHttp http, ProbeNotes notes, CancellationToken cancellationToken) =>
        target.IsGrpc ? GrpcAsync(target, http, notes, cancellationToken) : HttpAsync(target, http, notes, cancellationToken);

    private static async Task<ExportSeen> GrpcAsync(ProbeTarget target, ProbeHttp http, ProbeNotes notes, CancellationToken cancellationToken)
    {
        using var recorder = new AnswerRecorder(http.Handler);
        using var client = ProbeGrpc.Client(target, recorder);
        try
        {
            await client.CallAsync(TraceServiceMethods.Export, new ExportTraceServiceRequest(), ExperimentHeader(target, null), cancellationToken).ConfigureAwait(false);
            notes.Ok("spans", Accepted);
        }
        catch (GrpcException e)
        {
            if (recorder.Last is null || !ExportAnswer.NoteBarrier(recorder.Last, target, notes))
            {
                NoteStatus(e, target, notes);
            }
        }

        return new ExportSeen(recorder.Last?.Date, IsOtelBridge: false);
    }

    private static void NoteStatus(GrpcException failure, ProbeTarget target, ProbeNotes notes)
    {
        var seen = $"{target.Shown} answers {failure.Status}: {ProbeNotes.Quote(failure.Message)}";
        switch (failure.Status)
        {
            case GrpcStatusCode.Unauthenticated:
                ExportAnswer.NoteUnauthenticated(target, notes, $" ({failure.Status})");
                break;
            case GrpcStatusCode.PermissionDenied:
                ExportAnswer.NoteForbidden(target, notes, $" ({failure.Status})");
                break;
            case GrpcStatusCode.Unimplemented:
                notes.Add(EndpointFaults.ServiceMissing, $"{target.Endpoint.Authority} speaks gRPC and has no OTLP trace service", "Correct the port, or switch on the traces pipeline with the otlp receiver of the collector.");
                break;
            case GrpcStatusCode.ResourceExhausted:
                notes.Add(EndpointFaults.Throttled, seen, "Raise the limits or the memory of the receiver, or send it less.");
                break;
            case GrpcStatusCode.InvalidArgument:
                notes.Add(EndpointFaults.Refused, seen, "Read what the receiver says; it may want headers that are not set.");
                break;
            default:
                notes.Add(EndpointFaults.ServerFailed, seen, "Look into the log of the server.");
                break;
        }
    }

    private static async Task<ExportSeen> HttpAsync(ProbeTarget target, ProbeHttp http, ProbeNotes notes, CancellationToken cancellationToken)
    {
        var answer = await PostAsync(target, http, target.SpansAddress, cancellationToken).ConfigureAwait(false);
        if (!ExportAnswer.NoteBarrier(answer, target, notes))
        {
            await NoteStatusAsync(answer, target, http, notes, cancellationToken).ConfigureAwait(false);
        }

        return new ExportSeen(answer.Date, answer.IsOtelBridge);
    }

    private static async Task NoteStatusAsync(ProbeAnswer answer, ProbeTarget target, ProbeHttp http, ProbeNotes notes, CancellationToken cancellationToken)
    {
        var seen = string.Create(CultureInfo.InvariantCulture, $"{target.Shown} answers HTTP {answer.Status}: {ProbeNotes.Quote(answer.Text)}").TrimEnd(' ', ':');
        switch (answer.Status)
        {
            case 200 or 202 or 204:
                NoteTaken(answer, target, notes);
                break;
            case 400 when answer.Text.Contains("OpenTelemetry", StringComparison.OrdinalIgnoreCase):
                notes.Ok("spans", $"{target.Shown} takes OTLP (and calls a request without spans invalid, as MLflow's server does)");
                break;
            case 404 or 405 when target.Kind == ProbeTargetKind.Mlflow && await ServerCheck.IsOldAsync(target, http, cancellationToken).ConfigureAwait(false):
                // Said with its version, below.
                break;
            case 404 or 405:
                await PathAdvice.NoteAsync(answer.Status, target, address => PostAsync(target, http, address, cancellationToken), notes).ConfigureAwait(false);
                break;
            case 413:
                notes.Add(EndpointFaults.TooLarge, seen, "Raise the largest body that the server or the proxy before it takes, or lower MaxRequestBytes.");
                break;
            case 429:
                notes.Add(EndpointFaults.Throttled, seen, "Raise the limits of the receiver, or send it less.");
                break;
            case 501:
                notes.Add(EndpointFaults.ServerOld, seen, "Give the MLflow server a database (--backend-store-uri): its file store takes no spans, so each trace goes there as a file.");
                break;
            case >= 500:
                notes.Add(EndpointFaults.ServerFailed, seen, "Look into the log of the server, and of the proxy before it.");
                break;
            default:
                notes.Add(EndpointFaults.Refused, seen, "Read what the receiver says; it may want headers that are not set.");
                break;
        }
    }

    private static void NoteTaken(ProbeAnswer answer, ProbeTarget target, ProbeNotes notes)
    {
        if (answer.MediaType is "" or "application/x-protobuf" or "application/json" or "application/protobuf")
        {
            notes.Ok("spans", Accepted);
        }
        else
        {
            notes.Add(EndpointFaults.NotOtlp, $"{target.Shown} answers HTTP {answer.Status} with {answer.MediaType}, which no OTLP receiver does", "Make sure that the endpoint is the receiver's, and not a site that answers everything.");
        }
    }

    private static Task<ProbeAnswer> PostAsync(ProbeTarget target, ProbeHttp http, Uri address, CancellationToken cancellationToken) => http.AskAsync(
        HttpMethod.Post, address, new ExportTraceServiceRequest().ToByteArray(), ExperimentHeader(target, DefaultExperiment), cancellationToken);

    // MLflow's server refuses spans without one.
    private static KeyValuePair<string, string>[] ExperimentHeader(ProbeTarget target, string? fallback) =>
        target.Kind != ProbeTargetKind.Collector && (target.ExperimentId ?? fallback) is { } id ? [new(MlflowKeys.ExperimentHeader, id)] : [];
}
