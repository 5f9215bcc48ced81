using OtelBridge.Grpc;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Probing;

/// <summary>Asks a store for the experiment; what cannot be asked is no store.</summary>
internal static class GrpcExperimentCheck
{
    private const string DefaultExperiment = "0";

    public static async Task RunAsync(ProbeTarget target, ProbeHttp http, ProbeNotes notes, CancellationToken cancellationToken)
    {
        using var recorder = new AnswerRecorder(http.Handler);
        using var client = ProbeGrpc.Client(target, recorder);
        var request = target.ExperimentId is null && target.ExperimentName is { } name
            ? new GetExperimentRequest { Name = name }
            : new GetExperimentRequest { ExperimentId = target.ExperimentId ?? DefaultExperiment };
        try
        {
            var experiment = (await client.CallAsync(TrackingServiceMethods.GetExperiment, request, cancellationToken: cancellationToken).ConfigureAwait(false)).Experiment;
            notes.Ok("server", "OtelBridge store");
            ExperimentNote.Found(target, experiment.ExperimentId, experiment.Name, experiment.LifecycleStage == LifecycleStage.Deleted, notes);
        }
        catch (GrpcException e) when (e.Status is GrpcStatusCode.Unimplemented)
        {
            notes.Add(EndpointFaults.NotAStore, $"{target.Shown} takes spans, and knows no experiments", "For a plain OTLP receiver set the kind Collector (CollectorEndpoint); else correct the port to that of the store.");
        }
        catch (GrpcException e) when (e.Status is GrpcStatusCode.NotFound or GrpcStatusCode.InvalidArgument)
        {
            notes.Ok("server", "OtelBridge store");
            ExperimentNote.Missing(target, notes);
        }
        catch (GrpcException e) when (e.Status is GrpcStatusCode.PermissionDenied or GrpcStatusCode.Unauthenticated)
        {
            ExperimentNote.Forbidden(target, notes);
        }
        catch (GrpcException e)
        {
            ExperimentNote.Unchecked(target, $"{e.Status}: {ProbeNotes.Quote(e.Message)}", notes);
        }
    }
}
