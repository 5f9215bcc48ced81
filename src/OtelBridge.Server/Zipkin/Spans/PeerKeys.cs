using OtelBridge.Attributes;

namespace OtelBridge.Server.Zipkin.Spans;

/// <summary>Attribute keys that say who is at the two ends of a call, in the current semantic conventions and in the older ones that programs still write.</summary>
/// <remarks>Source: OpenTelemetry semantic conventions 1.41 (general, network, database), and the rank of peers in the specification of the Zipkin exporter.</remarks>
internal static class PeerKeys
{
    /// <summary>Port of the server that was called.</summary>
    public const string ServerPort = "server.port";

    /// <summary>Address at the other end of the connection.</summary>
    public const string NetworkPeerAddress = "network.peer.address";

    /// <summary>Port at the other end of the connection.</summary>
    public const string NetworkPeerPort = "network.peer.port";

    /// <summary>Address at this end of the connection.</summary>
    public const string NetworkLocalAddress = "network.local.address";

    /// <summary>Port at this end of the connection.</summary>
    public const string NetworkLocalPort = "network.local.port";

    /// <summary>Older form of <see cref="OTelKeys.ServerAddress"/>.</summary>
    public const string NetPeerName = "net.peer.name";

    /// <summary>Older form of <see cref="ServerPort"/>.</summary>
    public const string NetPeerPort = "net.peer.port";

    /// <summary>Older form of <see cref="OTelKeys.ServerAddress"/>, where the name of a socket's peer was told apart.</summary>
    public const string ServerSocketDomain = "server.socket.domain";

    /// <summary>Older form of <see cref="NetworkPeerAddress"/>.</summary>
    public const string ServerSocketAddress = "server.socket.address";

    /// <summary>Older form of <see cref="NetworkPeerPort"/>.</summary>
    public const string ServerSocketPort = "server.socket.port";

    /// <summary>Still older form of <see cref="ServerSocketDomain"/>.</summary>
    public const string NetSockPeerName = "net.sock.peer.name";

    /// <summary>Still older form of <see cref="ServerSocketAddress"/>.</summary>
    public const string NetSockPeerAddress = "net.sock.peer.addr";

    /// <summary>Still older form of <see cref="ServerSocketPort"/>.</summary>
    public const string NetSockPeerPort = "net.sock.peer.port";

    /// <summary>Host name of the peer, as OpenTracing had it.</summary>
    public const string PeerHostname = "peer.hostname";

    /// <summary>Address of the peer, as OpenTracing had it.</summary>
    public const string PeerAddress = "peer.address";

    /// <summary>Name of the database that was called.</summary>
    public const string DbName = "db.name";

    /// <summary>Resource attribute: name of the function, where there is no service.</summary>
    public const string FaasName = "faas.name";

    /// <summary>Resource attribute: name of the deployment, where there is no service.</summary>
    public const string KubernetesDeployment = "k8s.deployment.name";

    /// <summary>Resource attribute: name of the program's file, where there is no service.</summary>
    public const string ProcessExecutable = "process.executable.name";
}
