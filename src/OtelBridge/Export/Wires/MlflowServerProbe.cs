using System.Text;
using OtelBridge.Client.Transport.Rest;
using OtelBridge.Configuration;
using OtelBridge.Diagnostics;

namespace OtelBridge.Export.Wires;

/// <summary>Finds out whether an MLflow server takes spans over OTLP, which it does from version 3.4 on with a store of SQL.</summary>
/// <remarks>
/// Source: MLflow's client asks <c>/version</c> once. Unlike it, who cannot be asked is taken for a server that does, and is asked again later: a moment of silence costs no
/// spans. What the server says of the spans themselves counts more than its version.
/// </remarks>
internal sealed class MlflowServerProbe : IDisposable
{
    private const string NoSpans = "REST OTLP span logging is not supported";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(30);

    private readonly string _name;
    private readonly RestConnection _connection;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private bool? _takesSpans;
    private bool _hasVersion;
    private long? _failedAt;

    public MlflowServerProbe(string name, Uri address, RestSettings settings, TimeProvider time, HttpMessageHandler handler)
    {
        _name = name;
        _time = time;
        _connection = new RestConnection(address, settings with { MaxRetries = 0, Timeout = Timeout }, time, handler);
    }

    /// <summary>Whether spans are to be sent over OTLP.</summary>
    public async ValueTask<bool> TakesSpansAsync(CancellationToken cancellationToken)
    {
        if (_takesSpans is { } known)
        {
            return known;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_takesSpans is null && (_failedAt is not { } failedAt || _time.GetElapsedTime(failedAt) >= AskAgainAfter))
            {
                await AskAsync(cancellationToken).ConfigureAwait(false);
            }

            return _takesSpans ?? true;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Whether a refusal says that the server takes no spans over OTLP at all; it is remembered.</summary>
    public bool TakesNone(SendException refusal)
    {
        // Without a version it may be one from before there was OTLP.
        var isMissing = refusal.HttpStatus is 404 or 405 && !_hasVersion;
        if (refusal.HttpStatus != 501 && !isMissing && !refusal.Message.Contains(NoSpans, StringComparison.Ordinal))
        {
            return false;
        }

        Remember(false, refusal.Message);
        return true;
    }

    /// <summary>Forgets what was found: at that address nothing is as it should be, and the next answer may be somebody else's.</summary>
    public void Forget() => _takesSpans = null;

    public void Dispose()
    {
        _connection.Dispose();
        _gate.Dispose();
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _connection.AskAsync(HttpMethod.Get, "version", null, cancellationToken).ConfigureAwait(false);
            var text = Encoding.UTF8.GetString(answer.Span[..Math.Min(answer.Length, 200)]).Trim().Trim('"');
            _hasVersion = PythonVersion.TryParse(text, out var version);
            Remember(!_hasVersion || version.IsAtLeast(3, 4), $"its version is {text}");
        }
        catch (MlflowException e) when (e.ErrorCode == MlflowErrorCode.EndpointNotFound)
        {
            Remember(true, string.Empty);
        }
        catch (MlflowException)
        {
            _failedAt = _time.GetTimestamp();
        }
    }

    private void Remember(bool takesSpans, string reason)
    {
        if (!takesSpans && _takesSpans != false)
        {
            BridgeEventSource.Log.TracesGoAsFiles(_name, _connection.Endpoint, reason);
        }

        _takesSpans = takesSpans;
    }
}
