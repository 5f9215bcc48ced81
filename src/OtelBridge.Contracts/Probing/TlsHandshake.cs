using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace OtelBridge.Probing;

/// <summary>One attempt of a TLS handshake, and everything that was seen of it.</summary>
internal sealed class TlsHandshake
{
    private static readonly X509ChainStatusFlags OfTime = X509ChainStatusFlags.NotTimeValid;

    /// <summary>The connection; null when there is none.</summary>
    public SslStream? Stream { get; private set; }

    /// <summary>What is wrong with the certificate of the server.</summary>
    public SslPolicyErrors Errors { get; private set; }

    public bool IsExpired { get; private set; }

    public string ChainText { get; private set; } = string.Empty;

    public string Subject { get; private set; } = string.Empty;

    /// <summary>The hosts that the certificate is made out to.</summary>
    public string Names { get; private set; } = string.Empty;

    public DateTimeOffset NotBefore { get; private set; }

    public DateTimeOffset NotAfter { get; private set; }

    /// <summary>Whether the server asked for a certificate of the client.</summary>
    public bool WantsCertificate { get; private set; }

    /// <summary>Whether the client has one.</summary>
    public bool HasCertificate { get; private set; }

    public string Failure { get; private set; } = string.Empty;

    public static async Task<TlsHandshake> TryAsync(ProbeLine line, SslClientAuthenticationOptions options, bool takesAny, CancellationToken cancellationToken)
    {
        var shake = new TlsHandshake { HasCertificate = options.ClientCertificates is { Count: > 0 } };
        options.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => shake.See(certificate, chain, errors) || takesAny;
        options.LocalCertificateSelectionCallback = (_, _, own, remote, _) =>
        {
            shake.WantsCertificate |= remote is not null;
            return own.Count > 0 ? own[0] : null!; // no certificate is an answer, whatever the signature says
        };
        var stream = new SslStream(await line.OpenAsync(cancellationToken).ConfigureAwait(false));
        try
        {
            await stream.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
            shake.Stream = stream;
            return shake;
        }
        catch (Exception e) when (e is AuthenticationException or IOException or SocketException)
        {
            shake.Failure = e.InnerException?.Message ?? e.Message;
        }

        await stream.DisposeAsync().ConfigureAwait(false);
        return shake;
    }

    private bool See(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Errors = errors;
        var statuses = chain?.ChainStatus ?? [];
        ChainText = string.Join(", ", statuses.Select(static s => s.Status));
        if (certificate is X509Certificate2 seen)
        {
            (Subject, NotBefore, NotAfter) = (seen.Subject, seen.NotBefore.ToUniversalTime(), seen.NotAfter.ToUniversalTime());
            var names = seen.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToList();
            Names = names.Count == 0
                ? seen.Subject
                : string.Join(", ", names.SelectMany(static n => n.EnumerateDnsNames().Concat(n.EnumerateIPAddresses().Select(static a => a.ToString()))));
        }

        IsExpired = statuses.Any(static s => s.Status.HasFlag(OfTime));
        return errors == SslPolicyErrors.None;
    }
}
