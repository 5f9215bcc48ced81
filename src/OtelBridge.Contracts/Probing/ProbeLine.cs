using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OtelBridge.Probing;

/// <summary>The way to a target: its name, its address, a connection.</summary>
internal sealed class ProbeLine(ProbeTarget target, TimeSpan timeout)
{
    private IPAddress[] _addresses = [];

    /// <summary>How long somebody may stay silent before that is an answer too.</summary>
    public TimeSpan Patience { get; } = timeout / 5;

    private string Authority => target.Endpoint.Authority;

    public async Task<bool> CheckAsync(ProbeNotes notes, CancellationToken cancellationToken)
    {
        try
        {
            _addresses = await Dns.GetHostAddressesAsync(target.Host, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            notes.Add(
                EndpointFaults.NameUnknown, $"the name '{target.Host}' does not resolve: {e.Message}", $"Correct the host in the endpoint {target.Shown}, or mend the name service; in containers use the name of the service.");
            return false;
        }

        notes.Ok("address", $"{target.Host} is {string.Join(", ", _addresses.Take(4).Select(static a => a.ToString()))}");
        return await TryConnectAsync(notes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A new connection.</summary>
    public async Task<NetworkStream> OpenAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(_addresses, target.Endpoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<bool> TryConnectAsync(ProbeNotes notes, CancellationToken cancellationToken)
    {
        var wait = timeout * 0.6;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(wait);
        try
        {
            await (await OpenAsync(deadline.Token).ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            notes.Ok("connection", $"{Authority} takes connections");
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            notes.Add(
                EndpointFaults.ConnectionTimeout,
                string.Create(CultureInfo.InvariantCulture, $"{Authority} did not take a connection within {wait.TotalSeconds:0.###} s"),
                "Let the firewall or network policy pass the port, or correct host and port of the endpoint.");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            notes.Add(EndpointFaults.ConnectionRefused, $"nothing listens at {Authority}", $"Start the server, or correct the port of the endpoint.{PortHint()}");
        }
        catch (SocketException e)
        {
            notes.Add(EndpointFaults.Unreachable, $"{Authority} cannot be reached: {e.Message}", "Check the network, the route and the VPN between this machine and the server.");
        }

        return false;
    }

    private string PortHint() => target.Endpoint.IsDefaultPort ? $" The endpoint names no port; OTLP's are {OtlpPorts.Grpc} (gRPC) and {OtlpPorts.Http} (HTTP)." : string.Empty;
}
