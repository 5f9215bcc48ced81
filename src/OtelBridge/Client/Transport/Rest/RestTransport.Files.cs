using OtelBridge.Diagnostics;
using OtelBridge.Entities;
using OtelBridge.Entities.Json;

namespace OtelBridge.Client.Transport.Rest;

/// <summary>The questions over MLflow's REST API. This part: spans that a server keeps in a file, as those of older clients.</summary>
internal sealed partial class RestTransport
{
    private const string ArtifactScheme = "mlflow-artifacts";
    private const string Artifacts = "api/2.0/mlflow-artifacts/artifacts";
    private const string SpansFile = "traces.json";

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

    /// <summary>The spans in the file of a trace; none when there is no file yet.</summary>
    /// <remarks>The folder is listed first: MLflow's server answers an inner error for a file that is missing.</remarks>
    public async Task<IReadOnlyList<Span>> GetFileOfSpansAsync(string traceId, string location, CancellationToken cancellationToken)
    {
        var folder = Uri.EscapeDataString(PathOf(traceId, location).TrimStart('/'));
        var exists = await GetAsync(
            $"{Artifacts}?path={folder}", static answer => answer.List("files").Any(static file => file.Text("path") is SpansFile), cancellationToken).ConfigureAwait(false);
        return exists ? await GetSpansFileAsync(traceId, location, cancellationToken).ConfigureAwait(false) : [];
    }

    /// <summary>Writes the file of a trace.</summary>
    public async Task PutFileOfSpansAsync(string location, IReadOnlyList<Span> spans, CancellationToken cancellationToken)
    {
        var body = RestBody.Of(json =>
        {
            json.WritePropertyName("spans");
            EntityJson.WriteList(json, spans, SpanJsonWriter.Write);
        });
        await _connection.AskAsync(HttpMethod.Put, $"{Artifacts}{PathOf(spans[0].TraceId, location)}/{SpansFile}", body, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<Span>> GetSpansFileAsync(string traceId, string location, CancellationToken cancellationToken)
    {
        var file = await _connection.AskAsync(HttpMethod.Get, $"{Artifacts}{PathOf(traceId, location)}/{SpansFile}", null, cancellationToken).ConfigureAwait(false);
        try
        {
            return TraceJsonReader.ReadSpans(JsonSource.Parse(file.Span, "file"), traceId);
        }
        catch (MlflowException e)
        {
            throw new MlflowException($"The file with the spans of trace {traceId} cannot be read: {e.Message}", MlflowErrorCode.BadRequest, e);
        }
    }

    // mlflow-artifacts:/1/traces/tr-…/artifacts; with a host in it, the files are on another server.
    private static string PathOf(string traceId, string location) =>
        Uri.TryCreate(location, UriKind.Absolute, out var uri) && uri.Scheme == ArtifactScheme && uri.Host.Length == 0
            ? uri.AbsolutePath
            : throw new MlflowException(
                $"The spans of trace {traceId} lie in a file at '{location}', which the tracking server does not hand out.", MlflowErrorCode.BadRequest);
}
