using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OpenTelemetry;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Diagnostics;
using OtelBridge.Entities.Json;

namespace OtelBridge.Client.Transport.Rest;

/// <summary>Asks one MLflow server over HTTP: credentials, repetitions, a bounded answer, and one exception type.</summary>
internal sealed class RestConnection : IDisposable
{
    /// <summary>The largest answer that is read.</summary>
    public const int MaxAnswerBytes = 256 * 1024 * 1024;

    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly ProductInfoHeaderValue Product = new("OtelBridge", typeof(RestConnection).Assembly.GetName().Version?.ToString(3));

    private readonly HttpClient _http;
    private readonly RestSettings _settings;
    private readonly TimeProvider _time;
    private readonly AuthenticationHeaderValue? _authorization;

    /// <param name="address">The server; ends with a slash.</param>
    /// <param name="settings">How it is asked.</param>
    /// <param name="time">For the waits.</param>
    /// <param name="handler">Under the client; its owner disposes it.</param>
    public RestConnection(Uri address, RestSettings settings, TimeProvider time, HttpMessageHandler? handler = null)
    {
        _settings = settings;
        _time = time;
        _authorization = Authorization(settings);
        Endpoint = Redaction.Endpoint(address);
        _http = new HttpClient(handler ?? RestHandlers.Create(settings), disposeHandler: handler is null) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Gets the address, fit to be shown.</summary>
    public string Endpoint { get; }

    /// <summary>Gives the header that says who asks; null when nobody in particular.</summary>
    public static AuthenticationHeaderValue? Authorization(RestSettings settings)
    {
        if (settings.Username is not null && settings.Password is not null)
        {
            return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.Username}:{settings.Password}")));
        }

        return settings.Token is not null ? new AuthenticationHeaderValue("Bearer", settings.Token) : null;
    }

    /// <summary>Asks, and reads the JSON of the answer.</summary>
    /// <exception cref="MlflowException">The server refused, cannot be reached, or answered with something else.</exception>
    public async Task<T> AskAsync<T>(HttpMethod method, string path, ReadOnlyMemory<byte>? body, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(method, path, body, cancellationToken).ConfigureAwait(false);
        try
        {
            return read(JsonSource.Parse(IsNothing(answer) ? "{}"u8 : answer.Span, "answer"));
        }
        catch (Exception e) when (e is MlflowException or FormatException or InvalidOperationException)
        {
            throw new MlflowException($"{Endpoint} answered with other than MLflow's JSON; is it an MLflow server? It begins: {RestErrors.Excerpt(answer)}", innerException: e);
        }
    }

    /// <summary>Asks, and gives the bytes of the answer.</summary>
    /// <exception cref="MlflowException">The server refused, or cannot be reached.</exception>
    public async Task<ReadOnlyMemory<byte>> AskAsync(HttpMethod method, string path, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        // A question about traces must not become a trace.
        using var quiet = SuppressInstrumentationScope.Begin();
        var retry = new RestRetry(_settings, _time);
        while (true)
        {
            var (answer, failure) = await TryAskAsync(method, path, body, cancellationToken).ConfigureAwait(false);
            if (answer?.Status == HttpStatusCode.OK)
            {
                return answer.Body;
            }

            var mayHelp = answer is null ? IsLine(failure) : RestRetry.IsRetryable(answer.Status);
            if (!mayHelp || !retry.TryNext(answer?.RetryAfter, out var wait))
            {
                throw failure ?? Refusal(answer!); // one of the two is there
            }

            await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _http.Dispose();

    // MLflow's client takes both for an empty object.
    private static bool IsNothing(ReadOnlyMemory<byte> answer) => answer.Span.Trim((byte)' ').IsEmpty || answer.Span.SequenceEqual("200 OK"u8);

    // An answer that is no HTTP, and a certificate that is not trusted, will be the same the next time.
    private static bool IsLine(MlflowException? failure) =>
        failure is { ErrorCode: MlflowErrorCode.TemporarilyUnavailable, InnerException: HttpRequestException or IOException };

    /// <summary>One attempt: the answer, whatever it says, or the reason why there is none.</summary>
    private async Task<(RestAnswer? Answer, MlflowException? Failure)> TryAskAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_settings.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return (await SendAsync(method, path, body, either.Token).ConfigureAwait(false), null);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, timeout.IsCancellationRequested
                ? new MlflowException(
                    string.Create(CultureInfo.InvariantCulture, $"No answer from {Endpoint} within {_settings.Timeout.TotalSeconds:0.###} s."), MlflowErrorCode.DeadlineExceeded, e)
                : Unreachable(e));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (null, Unreachable(e));
        }
        catch (ObjectDisposedException e)
        {
            throw new MlflowException("The client was disposed.", MlflowErrorCode.BadRequest, e);
        }
    }

    private async Task<RestAnswer> SendAsync(HttpMethod method, string path, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = _authorization;
        request.Headers.UserAgent.Add(Product);
        if (_settings.Workspace is { } workspace)
        {
            request.Headers.TryAddWithoutValidation(MlflowKeys.WorkspaceHeader, workspace);
        }

        if (body is { } bytes)
        {
            request.Content = new ReadOnlyMemoryContent(bytes);
            request.Content.Headers.ContentType = Json;
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        return new RestAnswer(
            response.StatusCode, await ReadAsync(response.Content, cancellationToken).ConfigureAwait(false), response.Headers.RetryAfter, response.Headers.Location);
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > MaxAnswerBytes)
        {
            throw TooLarge();
        }

        var buffer = new ArrayBufferWriter<byte>(4096); // at most MaxAnswerBytes
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            while (true)
            {
                var read = await stream.ReadAsync(buffer.GetMemory(4096), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    return buffer.WrittenMemory;
                }

                buffer.Advance(read);
                if (buffer.WrittenCount > MaxAnswerBytes)
                {
                    throw TooLarge();
                }
            }
        }
    }

    private MlflowException TooLarge() => new(
        $"The answer of {Endpoint} is larger than {MaxAnswerBytes / 1024 / 1024} MiB: ask for fewer traces at once.", MlflowErrorCode.ResourceExhausted);

    private MlflowException Refusal(RestAnswer answer) => (int)answer.Status is >= 300 and < 400 && answer.Location is { } location
        ? new MlflowException(
            $"{Endpoint} sends to another address, which is not followed: {(location.IsAbsoluteUri ? Redaction.Endpoint(location) : location.OriginalString.Split('?')[0])}",
            MlflowErrorCode.BadRequest)
        : RestErrors.Of(answer.Status, answer.Body, Endpoint, _settings.RespectsRetryAfter ? RestRetry.WaitOf(answer.RetryAfter, _time) : null);

    private MlflowException Unreachable(Exception cause)
    {
        var error = (cause as HttpRequestException)?.HttpRequestError;
        return error == HttpRequestError.InvalidResponse
            ? new MlflowException(
                $"{Endpoint} does not speak HTTP/1.1: {cause.Message} If it is the gRPC port of an OtelBridge store, begin the address with grpc://.",
                MlflowErrorCode.BadRequest,
                cause)
            : new MlflowException(
                $"No answer from {Endpoint}: {cause.Message}{(cause.Message.EndsWith('.') ? string.Empty : ".")}{NoServer.Advice(cause)}{(TlsAdvice.IsTls(cause) ? TlsAdvice.Of(cause) : CertificateWishes.Advice(_http.BaseAddress!))}",
                TlsAdvice.IsTls(cause) ? MlflowErrorCode.BadRequest : MlflowErrorCode.TemporarilyUnavailable,
                cause);
    }
}
