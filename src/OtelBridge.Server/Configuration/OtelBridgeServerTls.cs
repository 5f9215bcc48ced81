namespace OtelBridge.Server.Configuration;

/// <summary>TLS of a server, 1.2 and 1.3, on every listener that is on.</summary>
/// <remarks>
/// The files are looked at again while the server runs, and what changed is used from the next connection on; connections that are open stay. A new file that cannot be
/// used is said in the log, and the server goes on with what it has.
/// </remarks>
public sealed class OtelBridgeServerTls
{
    internal static readonly TimeSpan DefaultHstsMaxAge = TimeSpan.FromDays(365);

    /// <summary>Gets the file of the server's certificate: PEM, the server's own first and those between it and the root after it; or PKCS #12 (.pfx, .p12).</summary>
    public required string Certificate { get; init; }

    /// <summary>Gets the file of the certificate's key, PEM.</summary>
    /// <value>The default is <see langword="null"/>: the key is in the same file.</value>
    public string? Key { get; init; }

    /// <summary>Gets the password of the key, or of the PKCS #12 file.</summary>
    /// <value>The default is <see langword="null"/>: there is none.</value>
    public string? Password { get; init; }

    /// <summary>Gets the file of the root certificates, PEM, that a client's certificate has to be signed under; a client without one is not let in.</summary>
    /// <value>The default is <see langword="null"/>: clients are not asked.</value>
    /// <remarks>Whether a certificate was revoked is not looked up: who must not come in any more is kept out by certificates that are short-lived, or by a new authority.</remarks>
    public string? ClientCa { get; init; }

    /// <summary>Gets which listeners ask for a client's certificate.</summary>
    /// <value>The default is <see cref="TlsClientScope.Ingest"/>.</value>
    public TlsClientScope ClientScope { get; init; } = TlsClientScope.Ingest;

    /// <summary>Gets how long browsers remember that this host is spoken to over TLS only (<c>Strict-Transport-Security</c>); zero says nothing of it.</summary>
    /// <value>The default is a year.</value>
    /// <remarks>It holds for the host, whatever the port. It is not said where the host is <c>localhost</c> or an IP address, for which browsers do not take it.</remarks>
    public TimeSpan HstsMaxAge { get; init; } = DefaultHstsMaxAge;

    /// <summary>Gets how often the files are looked at, at most; a handshake does it.</summary>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan ReloadInterval { get; init; } = TimeSpan.FromSeconds(5);
}
