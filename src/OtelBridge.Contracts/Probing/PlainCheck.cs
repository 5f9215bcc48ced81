using System.Net.Security;
using System.Security.Authentication;

namespace OtelBridge.Probing;

/// <summary>Whether a port without TLS speaks what spans are sent in.</summary>
internal sealed class PlainCheck(ProbeTarget target, ProbeLine line)
{
    public async Task<bool> RunAsync(ProbeNotes notes, CancellationToken cancellationToken)
    {
        var fault = target.IsGrpc ? await GrpcFaultAsync(cancellationToken).ConfigureAwait(false) : await HttpFaultAsync(cancellationToken).ConfigureAwait(false);
        if (fault is null)
        {
            notes.Ok("protocol", $"{target.Endpoint.Authority} speaks {(target.IsGrpc ? "HTTP/2" : "HTTP/1.1")}");
            return true;
        }

        ProtocolFault.Note(fault, target, notes);
        return false;
    }

    private async Task<FindingKind?> GrpcFaultAsync(CancellationToken cancellationToken) => await Http2Async(cancellationToken).ConfigureAwait(false) switch
    {
        SpokenWire.Http2 => null,
        SpokenWire.Tls => EndpointFaults.PlainAtTlsPort,
        _ when await TakesTlsAsync(cancellationToken).ConfigureAwait(false) => EndpointFaults.PlainAtTlsPort,
        SpokenWire.Http1 => EndpointFaults.GrpcAtHttpPort,
        var wire => await Http1Async(cancellationToken).ConfigureAwait(false) is (SpokenWire.Http1, _) ? EndpointFaults.GrpcAtHttpPort : Unknown(wire),
    };

    // Ports of gRPC, and of TLS, answer HTTP/1.1 with a complaint in HTTP/1.1.
    private async Task<FindingKind?> HttpFaultAsync(CancellationToken cancellationToken)
    {
        var (wire, status) = await Http1Async(cancellationToken).ConfigureAwait(false);
        if (wire == SpokenWire.Http1 && status is not (400 or 426 or 505))
        {
            return null;
        }

        if (wire == SpokenWire.Tls || await TakesTlsAsync(cancellationToken).ConfigureAwait(false))
        {
            return EndpointFaults.PlainAtTlsPort;
        }

        return wire == SpokenWire.Http2 || await Http2Async(cancellationToken).ConfigureAwait(false) == SpokenWire.Http2
            ? EndpointFaults.HttpAtGrpcPort
            : wire == SpokenWire.Http1 ? null : Unknown(wire);
    }

    // A server that is merely slow is left to the request itself.
    private static FindingKind? Unknown(SpokenWire wire) => wire == SpokenWire.Nothing ? null : EndpointFaults.NotHttp;

    private async Task<SpokenWire> Http2Async(CancellationToken cancellationToken)
    {
        var stream = await line.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            return await WireGreeting.SayHttp2Async(stream, line.Patience, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(SpokenWire Wire, int Status)> Http1Async(CancellationToken cancellationToken)
    {
        var stream = await line.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            return await WireGreeting.SayHttp1Async(stream, target.Endpoint.Authority, line.Patience, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether the port shows a certificate when it is greeted in TLS.</summary>
    private async Task<bool> TakesTlsAsync(CancellationToken cancellationToken)
    {
        var shown = false;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(line.Patience);
        try
        {
            var tls = new SslStream(await line.OpenAsync(deadline.Token).ConfigureAwait(false));
            await using (tls.ConfigureAwait(false))
            {
                // Refused as soon as it is seen: nothing is said over this connection.
                var options = new SslClientAuthenticationOptions { TargetHost = target.Host, RemoteCertificateValidationCallback = (_, certificate, _, _) => !(shown = certificate is not null) };
                await tls.AuthenticateAsClientAsync(options, deadline.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is AuthenticationException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Whatever it speaks, it is not TLS, or it was refused above.
        }

        return shown;
    }
}
