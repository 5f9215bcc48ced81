using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using OtelBridge.Attributes;
using OtelBridge.Client.Transport;
using OtelBridge.Client.Transport.Rest;
using OtelBridge.Configuration;
using OtelBridge.Diagnostics;
using OtelBridge.Grpc;
using OtelBridge.Otlp;

namespace OtelBridge.Export;

/// <summary>OTLP over HTTP, to an MLflow server: <c>POST /v1/traces</c> with the experiment in a header.</summary>
internal sealed class HttpSpanWire : ISpanWire
{
    /// <summary>More of an answer than this is not looked at.</summary>
    private const int MaxAnswerBytes = 64 * 1024;

    private const string DefaultExperiment = "0";
    private static readonly MediaTypeHeaderValue Protobuf = new("application/x-protobuf");

    private readonly HttpClient _http;
    private readonly RestSettings _settings;
    private readonly TimeSpan _timeout;
    private readonly string _endpoint;

    public HttpSpanWire(Uri address, RestSettings settings, TimeSpan timeout, TimeProvider time)
    {
        _settings = settings;
        _timeout = timeout;
        _endpoint = Redaction.Endpoint(address);
        _http = new HttpClient(RestHandlers.Create(settings)) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        // The sender repeats by itself, as long as its own time allows.
        Questions = new RestTransport(address, settings with { MaxRetries = 0, Timeout = timeout }, time);
    }

    public ITrackingTransport Questions { get; }

    /// <summary>True for an MLflow server, which makes no name, session or user of what spans say; known after the first answer.</summary>
    public bool WantsRecords { get; private set; }

    public async Task<ExportTracePartialSuccess?> SendAsync(Memory<byte> frame, IReadOnlyList<KeyValuePair<string, string>> headers, CancellationToken abort)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(abort);
        deadline.CancelAfter(_timeout);
        try
        {
            using var request = Request(frame, headers);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);
            var answer = await ReadAsync(response.Content, deadline.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new GrpcException(StatusOf(response.StatusCode), RestErrors.Of(response.StatusCode, answer, _endpoint).Message);
            }

            WantsRecords = !response.Headers.Contains(MlflowKeys.ServerHeader);
            return PartialSuccess(answer);
        }
        catch (OperationCanceledException e) when (!abort.IsCancellationRequested)
        {
            throw new GrpcException(
                GrpcStatusCode.DeadlineExceeded, string.Create(CultureInfo.InvariantCulture, $"No answer from {_endpoint} within {_timeout.TotalSeconds:0.###} s."), e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new GrpcException(GrpcStatusCode.Unavailable, $"No answer from {_endpoint}: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        Questions.Dispose();
        _http.Dispose();
    }

    private HttpRequestMessage Request(Memory<byte> frame, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "v1/traces") { Content = new ReadOnlyMemoryContent(frame[GrpcFrame.HeaderSize..]) };
        request.Content.Headers.ContentType = Protobuf;
        request.Headers.Authorization = RestConnection.Authorization(_settings);
        foreach (var (key, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(key, value);
        }

        // MLflow's server refuses spans without it.
        if (!request.Headers.Contains(MlflowKeys.ExperimentHeader))
        {
            request.Headers.Add(MlflowKeys.ExperimentHeader, DefaultExperiment);
        }

        return request;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxAnswerBytes];
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            return buffer.AsMemory(0, await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false));
        }
    }

    // MLflow's server answers JSON and calls it protobuf; its 200 is what counts.
    private static ExportTracePartialSuccess? PartialSuccess(ReadOnlyMemory<byte> answer)
    {
        try
        {
            return ExportTraceServiceResponse.Parser.ParseFrom(answer.Span).PartialSuccess;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    // What OTLP's specification calls retryable has a status that is.
    private static GrpcStatusCode StatusOf(HttpStatusCode status) => (int)status switch
    {
        429 or 502 or 503 or 504 => GrpcStatusCode.Unavailable,
        408 => GrpcStatusCode.DeadlineExceeded,
        401 => GrpcStatusCode.Unauthenticated,
        403 => GrpcStatusCode.PermissionDenied,
        404 or 405 or 415 or 501 => GrpcStatusCode.Unimplemented,
        413 => GrpcStatusCode.ResourceExhausted,
        >= 400 and < 500 => GrpcStatusCode.InvalidArgument,
        _ => GrpcStatusCode.Internal,
    };
}
