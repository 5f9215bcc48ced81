namespace OtelBridge.Configuration;

/// <summary>Whom to trust, and as whom to appear, on a connection with TLS. Files are PEM.</summary>
/// <param name="CertificatePath">Certificates that the server's may be signed by; null for those of the system.</param>
/// <param name="ClientCertificatePath">Our own certificate.</param>
/// <param name="ClientKeyPath">Its key; null when it is in the same file.</param>
/// <param name="Insecure">Whether any certificate of the server is taken.</param>
internal sealed record TlsSettings(string? CertificatePath = null, string? ClientCertificatePath = null, string? ClientKeyPath = null, bool Insecure = false);
