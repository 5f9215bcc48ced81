using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using OtelBridge.Diagnostics;
using OtelBridge.Grpc;
using OtelBridge.Otlp;

namespace OtelBridge.Export.Wires;

/// <summary>OTLP over HTTP with protobuf, to any receiver.</summary>
internal sealed class HttpSpanWire(Uri address, HttpMessageHandler handler, HttpWireOptions options) : ISpanWire
{
    /// <summary>More of an answer than this is not looked at.</summary>
    private const int MaxAnswerBytes = 64 * 1024;

    private static readonly MediaTypeHeaderValue Protobuf = new("application/x-protobuf");

    private readonly HttpClient _http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly string _endpoint = Redaction.Endpoint(address);

    public Task<ExportTracePartialSuccess?> SendAsync(Parcel parcel, CancellationToken abort) => SendAsync(parcel, [], abort);

    /// <summary>The same with headers of this request.</summary>
    public async Task<ExportTracePartialSuccess?> SendAsync(Parcel parcel, IReadOnlyList<KeyValuePair<string, string>> headers, CancellationToken abort)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(abort);
        deadline.CancelAfter(options.Timeout);
        try
        {
            using var request = Request(parcel.Frame[GrpcFrame.HeaderSize..], headers);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);
            var answer = await ReadAsync(response.Content, deadline.Token).ConfigureAwait(false);
            if (HttpFailure.Of(response, answer.Span, _endpoint, options) is { } failure)
            {
                throw failure;
            }

            options.Answered?.Invoke(response.Headers);
            return PartialSuccess(answer);
        }
        catch (OperationCanceledException e) when (!abort.IsCancellationRequested)
        {
            throw new SendException(
                SendFailure.Transient, string.Create(CultureInfo.InvariantCulture, $"No answer from {_endpoint} within {options.Timeout.TotalSeconds:0.###} s."), e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw HttpFailure.Of(e, address);
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(Memory<byte> body, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = options.Gzip ? new ReadOnlyMemoryContent(Zip(body)) : new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = Protobuf;
        if (options.Gzip)
        {
            request.Content.Headers.ContentEncoding.Add("gzip");
        }

        foreach (var (key, value) in options.Headers.Concat(headers))
        {
            request.Headers.TryAddWithoutValidation(key, value);
        }

        return request;
    }

    private static ReadOnlyMemory<byte> Zip(Memory<byte> body)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body.Span);
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
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
            return MessageReader.Read(ExportTraceServiceResponse.Parser, new ReadOnlySequence<byte>(answer)).PartialSuccess;
        }
        catch (InvalidMessageException)
        {
            return null;
        }
    }
}
