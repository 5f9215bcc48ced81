using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using OtelBridge.Otlp;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.TestSupport.Zipkin;

/// <summary>The two endpoints of a span in Zipkin's form: who did it, and whom it called.</summary>
internal static class ZipkinEndpoint
{
    private static readonly string[] ServiceNames = ["service.name"];
    private static readonly string[] CollectorServiceNames = ["service.name", "faas.name", "k8s.deployment.name", "process.executable.name"];

    // The first that a span has names its peer. Addresses come with the key of their port.
    private static readonly (string Key, string? Port)[] PeerRank =
    [
        ("peer.service", null),
        ("server.address", null),
        ("net.peer.name", null),
        ("network.peer.address", "network.peer.port"),
        ("server.socket.domain", null),
        ("server.socket.address", "server.socket.port"),
        ("net.sock.peer.name", null),
        ("net.sock.peer.addr", "net.sock.peer.port"),
        ("peer.hostname", null),
        ("peer.address", null),
        ("db.name", null),
    ];

    /// <summary>The resource attribute that names the service; null when none does.</summary>
    public static KeyValue? ServiceName(ZipkinIntake intake, Resource resource) =>
        First(resource.Attributes, intake == ZipkinIntake.Collector ? CollectorServiceNames : ServiceNames);

    public static JsonObject? Local(ZipkinIntake intake, Resource resource) =>
        ServiceName(intake, resource) is { } name ? Named(ValueText.Of(name.Value)) : null;

    /// <summary>Null for a span that calls nobody.</summary>
    public static JsonObject? Remote(Span span)
    {
        if (span.Kind is not (Span.Types.SpanKind.Client or Span.Types.SpanKind.Producer))
        {
            return null;
        }

        foreach (var (key, port) in PeerRank)
        {
            if (First(span.Attributes, key) is { } peer)
            {
                return port is null ? Named(ValueText.Of(peer.Value)) : Addressed(ValueText.Of(peer.Value), First(span.Attributes, port));
            }
        }

        return null;
    }

    private static KeyValue? First(IReadOnlyCollection<KeyValue> attributes, params IEnumerable<string> keys) =>
        keys.Select(key => attributes.FirstOrDefault(attribute => attribute.Key == key && ValueText.Of(attribute.Value).Length > 0))
            .FirstOrDefault(static attribute => attribute is not null);

    private static JsonObject Named(string name) => new() { ["serviceName"] = name.ToLowerInvariant() };

    private static JsonObject Addressed(string address, KeyValue? port)
    {
        if (!IPAddress.TryParse(address, out var ip))
        {
            throw new OtlpRuleException($"'{address}' is no address that Zipkin can show");
        }

        var endpoint = new JsonObject { [ip.AddressFamily == AddressFamily.InterNetwork ? "ipv4" : "ipv6"] = ip.ToString() };
        if (port is { Value.IntValue: > 0 and <= ushort.MaxValue and var number })
        {
            endpoint["port"] = number;
        }

        return endpoint;
    }
}
