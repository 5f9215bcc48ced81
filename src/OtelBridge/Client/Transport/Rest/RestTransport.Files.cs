using OtelBridge.Diagnostics;
using OtelBridge.Entities;
using OtelBridge.Entities.Json;

namespace OtelBridge.Client.Transport.Rest;

/// <summary>The questions over MLflow's REST API. This part: spans that a server keeps in a file, as those of older clients.</summary>
internal sealed partial class RestTransport
{
    private const string ArtifactScheme = "mlflow-artifacts";

    /// <summary>One trace of many: where its file is gone or broken, the others are given, as MLflow's client does.</summary>
    private async Task<Trace?> TryGetFromFileAsync(TraceInfo info, CancellationToken cancellationToken)
    {
        try
        {
            return info.SpansFile is { } file
                ? new Trace { Info = info, Spans = await GetSpansFileAsync(info.TraceId, file, cancellationToken).ConfigureAwait(false) }
                : null;
        }
        catch (MlflowException e) when (e.ErrorCode is MlflowErrorCode.ResourceDoesNotExist or MlflowErrorCode.BadRequest or MlflowErrorCode.EndpointNotFound)
        {
            BridgeEventSource.Log.TraceLeftOut(info.TraceId, e.Message);
            return null;
        }
    }

    private async Task<IReadOnlyList<Span>> GetSpansFileAsync(string traceId, string location, CancellationToken cancellationToken)
    {
        // mlflow-artifacts:/1/traces/tr-…/artifacts; with a host in it, the files are on another server.
        if (!Uri.TryCreate(location, UriKind.Absolute, out var uri) || uri.Scheme != ArtifactScheme || uri.Host.Length > 0)
        {
            throw new MlflowException(
                $"The spans of trace {traceId} lie in a file at '{location}', which the tracking server does not hand out.", MlflowErrorCode.BadRequest);
        }

        var file = await _connection.AskAsync(
            HttpMethod.Get, $"api/2.0/mlflow-artifacts/artifacts{uri.AbsolutePath}/traces.json", null, cancellationToken).ConfigureAwait(false);
        try
        {
            return TraceJsonReader.ReadSpans(JsonSource.Parse(file.Span, "file"), traceId);
        }
        catch (MlflowException e)
        {
            throw new MlflowException($"The file with the spans of trace {traceId} cannot be read: {e.Message}", MlflowErrorCode.BadRequest, e);
        }
    }
}
