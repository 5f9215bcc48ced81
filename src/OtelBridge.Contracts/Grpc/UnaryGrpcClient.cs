using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace OtelBridge.Grpc;

/// <summary>Unary gRPC over <see cref="HttpClient"/>: one connection, reused; thread-safe.</summary>
/// <remarks>
/// Stands in for Grpc.Net.Client, which cannot be restored here; the wire is the same (gRPC's PROTOCOL-HTTP2.md).
/// Every failure is a <see cref="GrpcException"/>, except cancellation by the caller's own token and wrong arguments.
/// </remarks>
public sealed class UnaryGrpcClient : IDisposable
{
    // What a timer can count: 49 days. A longer timeout waits that long.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly HttpClient _http;
    private readonly TimeSpan _timeout;
    private readonly bool _gzip;
    private readonly int _maxReceiveMessageSize;
    private readonly KeyValuePair<string, string>[] _metadata;

    /// <summary>Makes a client of one server; nothing is connected before the first call.</summary>
    /// <param name="address"><c>http://host:port</c> (HTTP/2 without TLS) or <c>https://host:port</c>; a path in it is not used.</param>
    /// <param name="options">Settings; copied here, later changes have no effect.</param>
    /// <exception cref="ArgumentException">The address has another scheme, the timeout or the size limit is not above zero, or metadata cannot be sent.</exception>
    public UnaryGrpcClient(Uri address, UnaryGrpcClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        options ??= new UnaryGrpcClientOptions();
        Check(address, options);
        Address = address;
        _timeout = options.Timeout > LongestTimeout ? LongestTimeout : options.Timeout;
        _gzip = options.Gzip;
        _maxReceiveMessageSize = options.MaxReceiveMessageSize;
        _metadata = [.. options.Metadata];
        _http = new HttpClient(options.Handler ?? DefaultHandler(), disposeHandler: options.Handler is null)
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan, // each call keeps its own deadline
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    /// <summary>Gets the server's address.</summary>
    public Uri Address { get; }

    /// <summary>Calls a method and waits for its answer.</summary>
    /// <param name="method">The method.</param>
    /// <param name="request">The request.</param>
    /// <param name="metadata">Metadata of this call; a key that the options hold too is replaced by this one's.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="GrpcException">The call ended with a status other than OK.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ArgumentException">The metadata cannot be sent.</exception>
    public Task<TResponse> CallAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        TRequest request,
        IEnumerable<KeyValuePair<string, string>>? metadata = null,
        CancellationToken cancellationToken = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(request);
        return CallAsync(method.Path, GrpcFrame.Write(request, _gzip), method.ResponseParser, metadata, cancellationToken);
    }

    /// <summary>Calls a method with a request that was serialised before: five free bytes, then the message.</summary>
    /// <remarks>The buffer belongs to the call until the task ends.</remarks>
    public Task<TResponse> CallAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method,
        Memory<byte> frame,
        IEnumerable<KeyValuePair<string, string>>? metadata = null,
        CancellationToken cancellationToken = default)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        ArgumentNullException.ThrowIfNull(method);
        return CallAsync(method.Path, GrpcFrame.Seal(frame, _gzip), method.ResponseParser, metadata, cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler DefaultHandler() => new()
    {
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = TimeSpan.FromSeconds(60),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        // A call made for telemetry must not become telemetry.
        ActivityHeadersPropagator = null,
    };

    private static void Check(Uri address, UnaryGrpcClientOptions options)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw new ArgumentException("The address of a gRPC server begins with http:// or https://.", nameof(address));
        }

        if (options.Timeout != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Timeout, TimeSpan.Zero);
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxReceiveMessageSize);
        foreach (var (key, value) in options.Metadata)
        {
            GrpcMetadata.Check(key, value);
        }
    }

    private async Task<TResponse> CallAsync<TResponse>(
        string path,
        ReadOnlyMemory<byte> frame,
        MessageParser<TResponse> parser,
        IEnumerable<KeyValuePair<string, string>>? metadata,
        CancellationToken cancellationToken)
        where TResponse : class, IMessage<TResponse>
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_timeout);
        try
        {
            using var request = CreateRequest(path, frame, metadata);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);
            return await ReadAsync(response, parser, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException)
        {
            TimeSpan? passedDeadline = deadline.IsCancellationRequested ? _timeout : null;
            throw TransportFailure.Describe(e, Address.Authority, passedDeadline, cancellationToken);
        }
    }

    private HttpRequestMessage CreateRequest(string path, ReadOnlyMemory<byte> frame, IEnumerable<KeyValuePair<string, string>>? metadata)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ReadOnlyMemoryContent(frame),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(GrpcHeaders.ContentType);
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        if (_timeout != Timeout.InfiniteTimeSpan)
        {
            request.Headers.Add(GrpcHeaders.Timeout, GrpcTimeout.Format(_timeout));
        }

        request.Headers.Add(GrpcHeaders.AcceptEncoding, "identity,gzip");
        if (_gzip)
        {
            request.Headers.Add(GrpcHeaders.Encoding, GrpcHeaders.Gzip);
        }

        foreach (var (key, value) in _metadata)
        {
            request.Headers.TryAddWithoutValidation(key, value);
        }

        foreach (var (key, value) in metadata ?? [])
        {
            GrpcMetadata.Check(key, value);
            request.Headers.Remove(key);
            request.Headers.TryAddWithoutValidation(key, value);
        }

        return request;
    }

    private async Task<TResponse> ReadAsync<TResponse>(
        HttpResponseMessage response, MessageParser<TResponse> parser, CancellationToken cancellationToken)
        where TResponse : class, IMessage<TResponse>
    {
        // Trailers-only: an error without a body puts its status into the headers. It counts more than the status of HTTP.
        ThrowUnlessOk(response.Headers);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            var redirect = (int)response.StatusCode is >= 300 and < 400 ? " and redirects, as a login or a proxy does" : string.Empty;
            throw new GrpcException(FromHttp(response.StatusCode), $"{Address.Authority} answered HTTP {(int)response.StatusCode}{redirect}; is it a gRPC port?")
            {
                RetryAfter = FromHttp(response.StatusCode) == GrpcStatusCode.Unavailable ? GrpcRetry.InHttp(response.Headers) : null,
            };
        }

        var mediaType = response.Content.Headers.ContentType?.MediaType;
        if (!IsGrpc(mediaType))
        {
            throw new GrpcException(GrpcStatusCode.Unknown, $"{Address.Authority} answered content of type '{mediaType}', not {GrpcHeaders.ContentType}; is it a gRPC port?");
        }

        var reader = PipeReader.Create(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        try
        {
            return await ReadMessageAsync(response, reader, parser, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    private async Task<TResponse> ReadMessageAsync<TResponse>(
        HttpResponseMessage response, PipeReader reader, MessageParser<TResponse> parser, CancellationToken cancellationToken)
        where TResponse : class, IMessage<TResponse>
    {
        // An error may come with headers, no message, and its status in the trailers.
        var first = await reader.ReadAtLeastAsync(1, cancellationToken).ConfigureAwait(false);
        reader.AdvanceTo(first.Buffer.Start);
        TResponse? message = null;
        if (!first.Buffer.IsEmpty)
        {
            var encoding = response.Headers.TryGetValues(GrpcHeaders.Encoding, out var values) ? values.FirstOrDefault() : null;
            message = await ReadFrameAsync(reader, encoding, parser, cancellationToken).ConfigureAwait(false);
        }

        if (!ThrowUnlessOk(response.TrailingHeaders))
        {
            throw new GrpcException(GrpcStatusCode.Internal, $"{Address.Authority} ended the answer without a grpc-status.");
        }

        return message ?? throw new GrpcException(GrpcStatusCode.Internal, $"{Address.Authority} answered OK without a message.");
    }

    private async Task<TResponse> ReadFrameAsync<TResponse>(
        PipeReader reader, string? encoding, MessageParser<TResponse> parser, CancellationToken cancellationToken)
        where TResponse : class, IMessage<TResponse>
    {
        try
        {
            return await GrpcFrame.ReadUnaryAsync(reader, encoding, _maxReceiveMessageSize, parser, cancellationToken).ConfigureAwait(false);
        }
        catch (GrpcException e) when (e.Status is GrpcStatusCode.InvalidArgument or GrpcStatusCode.Unimplemented)
        {
            // Those two would say that the request was wrong, or the method unknown; here it is the answer that cannot be read.
            throw new GrpcException(GrpcStatusCode.Internal, $"The answer of {Address.Authority} cannot be read: {e.Message}", e);
        }
    }

    // "application/grpc" alone or with a format such as "+proto"; grpc-web is another protocol.
    private static bool IsGrpc(string? mediaType) =>
        mediaType is not null
        && mediaType.StartsWith(GrpcHeaders.ContentType, StringComparison.OrdinalIgnoreCase)
        && (mediaType.Length == GrpcHeaders.ContentType.Length || mediaType[GrpcHeaders.ContentType.Length] == '+');

    /// <summary>True when the headers hold status OK, false when they hold none.</summary>
    private static bool ThrowUnlessOk(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues(GrpcHeaders.Status, out var values))
        {
            return false;
        }

        var text = values.FirstOrDefault();
        var status = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && Enum.IsDefined((GrpcStatusCode)code)
            ? (GrpcStatusCode)code
            : GrpcStatusCode.Unknown;
        if (status == GrpcStatusCode.Ok)
        {
            return true;
        }

        var message = headers.TryGetValues(GrpcHeaders.Message, out var messages) ? messages.FirstOrDefault() : null;
        throw new GrpcException(status, GrpcMessageText.Decode(message ?? $"The call ended with status {text}.")) { RetryAfter = GrpcRetry.InDetails(headers) };
    }

    // gRPC's http-grpc-status-mapping.md.
    private static GrpcStatusCode FromHttp(HttpStatusCode status) => (int)status switch
    {
        400 => GrpcStatusCode.Internal,
        401 => GrpcStatusCode.Unauthenticated,
        403 => GrpcStatusCode.PermissionDenied,
        404 => GrpcStatusCode.Unimplemented,
        429 or 502 or 503 or 504 => GrpcStatusCode.Unavailable,
        _ => GrpcStatusCode.Unknown,
    };
}
