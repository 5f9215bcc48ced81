using System.Net.Sockets;

namespace OtelBridge.Probing;

/// <summary>Finds out what is meant by an address that names no protocol, by asking at it.</summary>
public static class EndpointRecognition
{
    /// <summary>Completes a target whose protocol and kind are not known.</summary>
    /// <param name="target">The address as it was given, as a collector over HTTP.</param>
    /// <param name="timeout">The longest it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>An MLflow server where one tells its version; gRPC where the port speaks nothing else; else OTLP over HTTP, with its path. Where nobody answers, what the port is usually for.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<ProbeTarget> CompleteAsync(ProbeTarget target, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.Endpoint.AbsolutePath.TrimEnd('/').EndsWith($"/{ProbeTarget.SpansPath}", StringComparison.OrdinalIgnoreCase))
        {
            return target;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            if (await TellsVersionAsync(target, deadline.Token).ConfigureAwait(false))
            {
                return target with { Kind = ProbeTargetKind.Mlflow, Endpoint = Base(target.Endpoint) };
            }

            return await SpeaksOnlyHttp2Async(target, timeout, deadline.Token).ConfigureAwait(false) ? target with { IsGrpc = true } : WithPath(target);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is OperationCanceledException or HttpRequestException or IOException or SocketException)
        {
            return ByPort(target);
        }
    }

    /// <summary>An address of OTLP over HTTP that has no path gets the usual one, as <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> does.</summary>
    public static ProbeTarget WithPath(ProbeTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.Endpoint.AbsolutePath == "/" ? target with { Endpoint = new Uri(target.Endpoint, ProbeTarget.SpansPath) } : target;
    }

    private static ProbeTarget ByPort(ProbeTarget target) => target.Endpoint.Port == OtlpPorts.Grpc ? target with { IsGrpc = true } : WithPath(target);

    private static Uri Base(Uri address) => new UriBuilder(address) { Path = address.AbsolutePath.TrimEnd('/') + "/", Query = string.Empty }.Uri;

    private static async Task<bool> TellsVersionAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        try
        {
            using var http = new ProbeHttp(target);
            return ServerCheck.ReadVersion(await http.AskAsync(HttpMethod.Get, new Uri(Base(target.Endpoint), "version"), null, [], cancellationToken).ConfigureAwait(false)) is not null;
        }
        catch (HttpRequestException)
        {
            return false; // perhaps gRPC
        }
    }

    private static async Task<bool> SpeaksOnlyHttp2Async(ProbeTarget target, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var line = new ProbeLine(target, timeout);
        var notes = new ProbeNotes(target.Name);
        if (!await line.CheckAsync(notes, cancellationToken).ConfigureAwait(false))
        {
            return target.Endpoint.Port == OtlpPorts.Grpc;
        }

        // What the checks find is told by those who run them; here only the protocol counts.
        var fault = target.IsTls
            ? await FaultAsync(new TlsCheck(target, line).RunAsync, notes, cancellationToken).ConfigureAwait(false)
            : await FaultAsync(new PlainCheck(target, line).RunAsync, notes, cancellationToken).ConfigureAwait(false);
        return fault == EndpointFaults.HttpAtGrpcPort.Code || (fault is not null && target.Endpoint.Port == OtlpPorts.Grpc);
    }

    private static async Task<string?> FaultAsync(Func<ProbeNotes, CancellationToken, Task<bool>> check, ProbeNotes notes, CancellationToken cancellationToken) =>
        await check(notes, cancellationToken).ConfigureAwait(false) ? null : notes.Findings[^1].Code;
}
