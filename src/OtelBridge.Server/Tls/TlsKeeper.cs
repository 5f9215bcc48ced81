using System.Net.Security;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Hosting;

namespace OtelBridge.Server.Tls;

/// <summary>Keeps what handshakes are made with, and looks after its files. Thread-safe.</summary>
/// <remarks>No file watcher: what it tells depends on the file system, and it loses sight of a file whose folder is exchanged. A handshake looks at the files when that was not done for a while.</remarks>
internal sealed class TlsKeeper
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(7);
    private static readonly TimeSpan BetweenReminders = TimeSpan.FromDays(1);

    private readonly OtelBridgeServerTls _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _looking = new();
    private volatile TlsMaterial _current;
    private string? _fault; // of the files as they were last seen; said once
    private long _looked;
    private DateTimeOffset _reminded = DateTimeOffset.MinValue;

    /// <exception cref="ListenException">The files cannot be used; the message says what to do.</exception>
    public TlsKeeper(OtelBridgeServerTls settings, TimeProvider time, ILogger logger)
    {
        _settings = settings;
        _time = time;
        _logger = logger;
        _looked = time.GetTimestamp();
        _current = TlsMaterial.Load(settings, TlsFiles.Read(settings), time.GetUtcNow());
        TlsLog.Loaded(logger, _current.Subject, _current.NotAfter.UtcDateTime);
        RemindOfTheEnd();
    }

    /// <summary>How long browsers are told to remember TLS.</summary>
    public TimeSpan HstsMaxAge => _settings.HstsMaxAge;

    /// <summary>Checks the files.</summary>
    /// <exception cref="ListenException">They cannot be used; the message says what to do.</exception>
    public static void Check(OtelBridgeServerTls settings, DateTimeOffset now) => TlsMaterial.Load(settings, TlsFiles.Read(settings), now);

    /// <summary>What the next handshake of a listener is made with.</summary>
    public SslServerAuthenticationOptions HandshakeOf(ListenerRole role)
    {
        LookAtTheFiles();
        var material = _current;
        var asksClient = material.Clients is not null && (_settings.ClientScope == TlsClientScope.All || role is ListenerRole.Grpc or ListenerRole.OtlpHttp or ListenerRole.Zipkin);
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = material.Certificate,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            AllowRenegotiation = false,
            ClientCertificateRequired = asksClient,
            CertificateChainPolicy = asksClient ? material.Clients!.Clone() : null, // a handshake puts what the client sent into it

            // A session that is resumed brings no certificate: whoever was let in would stay in when the authority is exchanged, and at a listener that has not asked yet.
            AllowTlsResume = !asksClient,
        };
    }

    private void LookAtTheFiles()
    {
        // One looks; the others meanwhile go on with what there is.
        if (_time.GetElapsedTime(Volatile.Read(ref _looked)) < _settings.ReloadInterval || !_looking.TryEnter())
        {
            return;
        }

        try
        {
            Reload();
            RemindOfTheEnd();
            Volatile.Write(ref _looked, _time.GetTimestamp());
        }
        finally
        {
            _looking.Exit();
        }
    }

    private void Reload()
    {
        try
        {
            var files = TlsFiles.Read(_settings);
            if (files.Fingerprint != _current.Fingerprint)
            {
                _current = TlsMaterial.Load(_settings, files, _time.GetUtcNow());
                TlsLog.Loaded(_logger, _current.Subject, _current.NotAfter.UtcDateTime);
            }

            _fault = null;
        }
        catch (Exception e)
        {
            // Certificate and key are written one after the other: between the two they do not fit, and the next look finds them whole. Whatever it is, connections go on.
            if (e.Message != _fault)
            {
                _fault = e.Message;
                TlsLog.KeptOld(_logger, _current.Subject, e.Message);
            }
        }
    }

    private void RemindOfTheEnd()
    {
        var now = _time.GetUtcNow();
        if (_current.NotAfter - now < Soon && now - _reminded > BetweenReminders)
        {
            _reminded = now;
            TlsLog.EndsSoon(_logger, _current.Subject, _current.NotAfter.UtcDateTime);
        }
    }
}
