using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;

namespace OtelBridge.Probing;

/// <summary>Whether a port with TLS has a certificate that is trusted here, takes ours, and speaks what spans are sent in.</summary>
internal sealed class TlsCheck(ProbeTarget target, ProbeLine line)
{
    public const string FailureRemedy = "Check which versions of TLS and which ciphers both ends allow.";

    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public async Task<bool> RunAsync(ProbeNotes notes, CancellationToken cancellationToken)
    {
        var options = Options(SslApplicationProtocol.Http2, SslApplicationProtocol.Http11);
        var shake = await TlsHandshake.TryAsync(line, options, target.TakesAnyCertificate, cancellationToken).ConfigureAwait(false);
        var stream = shake.Stream;
        if (stream is null)
        {
            await NoteFailureAsync(shake, notes, cancellationToken).ConfigureAwait(false);
            return false;
        }

        await using (stream.ConfigureAwait(false))
        {
            NoteCertificate(shake, stream, notes);
            return await SpeaksAsync(shake, stream, notes, cancellationToken).ConfigureAwait(false);
        }
    }

    private SslClientAuthenticationOptions Options(params List<SslApplicationProtocol> protocols)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = target.Host, ApplicationProtocols = protocols };
        target.ConfigureTls(options);
        return options;
    }

    private void NoteCertificate(TlsHandshake shake, SslStream stream, ProbeNotes notes)
    {
        var end = shake.NotAfter;
        var what = $"{stream.SslProtocol}, {shake.Subject}, valid until {end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
        if (target.TakesAnyCertificate)
        {
            notes.Add(EndpointFaults.TlsUnverified, $"{what}; nobody checks the certificate", "Set the file of the authority's certificate (CertificatePath) instead of turning the check off.");
        }
        else if (end - DateTimeOffset.UtcNow < Soon)
        {
            notes.Add(EndpointFaults.TlsExpiresSoon, what, "Renew the certificate of the server.");
        }
        else
        {
            notes.Ok("tls", what);
        }
    }

    private async Task<bool> SpeaksAsync(TlsHandshake shake, SslStream stream, ProbeNotes notes, CancellationToken cancellationToken)
    {
        var negotiated = stream.NegotiatedApplicationProtocol;
        var wire = negotiated == SslApplicationProtocol.Http11
            ? (await WireGreeting.SayHttp1Async(stream, target.Endpoint.Authority, line.Patience, cancellationToken).ConfigureAwait(false)).Wire
            : await WireGreeting.SayHttp2Async(stream, line.Patience, cancellationToken).ConfigureAwait(false);
        if (wire == SpokenWire.Unknown && shake.WantsCertificate)
        {
            // TLS 1.3: the server says only after the handshake that it does not take the client.
            NoteClientCertificate(shake, notes);
            return false;
        }

        var fault = (target.IsGrpc, wire) switch
        {
            (true, SpokenWire.Http1) => EndpointFaults.GrpcAtHttpPort,
            (false, SpokenWire.Http2) when !await TakesHttp1Async(cancellationToken).ConfigureAwait(false) => EndpointFaults.HttpAtGrpcPort,
            (_, SpokenWire.Unknown) when negotiated == default => target.IsGrpc ? EndpointFaults.NotHttp : null,
            (_, SpokenWire.Unknown) => EndpointFaults.NotHttp,
            _ => null,
        };
        if (fault is not null)
        {
            ProtocolFault.Note(fault, target, notes);
            return false;
        }

        notes.Ok("protocol", $"{target.Endpoint.Authority} speaks {(target.IsGrpc ? "HTTP/2" : "HTTP/1.1")}");
        return true;
    }

    private async Task<bool> TakesHttp1Async(CancellationToken cancellationToken)
    {
        var shake = await TlsHandshake.TryAsync(line, Options(SslApplicationProtocol.Http11), target.TakesAnyCertificate, cancellationToken).ConfigureAwait(false);
        var stream = shake.Stream;
        if (stream is null)
        {
            return false;
        }

        await using (stream.ConfigureAwait(false))
        {
            return stream.NegotiatedApplicationProtocol == SslApplicationProtocol.Http11;
        }
    }

    private async Task NoteFailureAsync(TlsHandshake shake, ProbeNotes notes, CancellationToken cancellationToken)
    {
        var authority = target.Endpoint.Authority;
        if (shake.IsExpired)
        {
            notes.Add(
                EndpointFaults.TlsExpired,
                string.Create(CultureInfo.InvariantCulture, $"the certificate of {authority} is valid from {shake.NotBefore:yyyy-MM-dd} to {shake.NotAfter:yyyy-MM-dd}"),
                "Renew the certificate of the server; if it is valid, set the clock of this machine.");
        }
        else if (shake.Errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            notes.Add(
                EndpointFaults.TlsWrongHost, $"the certificate of {authority} is for {shake.Names}", $"Use a host that the certificate names, or have it made out to {target.Host} (subject alternative name).");
        }
        else if (shake.Errors != SslPolicyErrors.None)
        {
            notes.Add(
                EndpointFaults.TlsUntrusted, $"the certificate of {authority}, {shake.Subject}, is not trusted here: {shake.ChainText}",
                "Set the file of the authority's certificate (CertificatePath, OTEL_EXPORTER_OTLP_CERTIFICATE, MLFLOW_TRACKING_SERVER_CERT_PATH), or install it in the system.");
        }
        else if (shake.WantsCertificate)
        {
            NoteClientCertificate(shake, notes);
        }
        else if (await IsPlainAsync(cancellationToken).ConfigureAwait(false))
        {
            ProtocolFault.Note(EndpointFaults.TlsAtPlainPort, target, notes);
        }
        else
        {
            notes.Add(EndpointFaults.TlsFailed, $"the TLS handshake with {authority} failed: {ProbeNotes.Quote(shake.Failure)}", FailureRemedy);
        }
    }

    private void NoteClientCertificate(TlsHandshake shake, ProbeNotes notes) => notes.Add(
        EndpointFaults.TlsClientCertificate,
        shake.HasCertificate ? $"{target.Endpoint.Authority} does not take our client certificate" : $"{target.Endpoint.Authority} wants a client certificate, and none is set",
        "Set a client certificate that the server trusts, and its key (ClientCertificatePath and ClientKeyPath, OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE, MLFLOW_TRACKING_CLIENT_CERT_PATH).");

    private async Task<bool> IsPlainAsync(CancellationToken cancellationToken)
    {
        try
        {
            var stream = await line.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                var (wire, _) = await WireGreeting.SayHttp1Async(stream, target.Endpoint.Authority, line.Patience, cancellationToken).ConfigureAwait(false);
                return wire is SpokenWire.Http1 or SpokenWire.Http2;
            }
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
