using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Server.Configuration;
using OtelBridge.Web.Health;

namespace OtelBridge.Server.Hosting;

/// <summary>What the server tells the page of health about itself.</summary>
internal sealed class ServerFacts(IServiceProvider services, RequestMemory memory, OtelBridgeServerLimits limits) : IServerFacts
{
    private static readonly ListenerRole[] Roles = Enum.GetValues<ListenerRole>();

    public string Version => ServerVersion.Own;

    public string MlflowVersion => ServerVersion.MlflowCompatible;

    public long BytesInFlight => memory.Held;

    public long BytesReceived => memory.Received;

    public long MaxBytesInFlight => limits.MaxRequestBytesInFlight;

    public long RequestsRefusedForMemory => memory.Refused;

    public TimeSpan ReceiveTimeout => limits.ReceiveTimeout;

    // A program that serves us beside its own pages knows addresses without what they are for.
    public IReadOnlyList<ListenerFact> Listeners => services.GetService<KestrelListeners>() is { } own
        ? [.. Roles.Select(role => (role, own.AddressOf(role))).Where(static item => item.Item2 is not null).Select(static item => Of(item.role, item.Item2!))]
        : [.. services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses.Select(static address => new ListenerFact("", address, "")) ?? []];

    private static ListenerFact Of(ListenerRole role, Uri address) => new(ListenerNames.Of(role), address.GetLeftPart(UriPartial.Authority), role switch
    {
        ListenerRole.Grpc => "OTLP and tracking over gRPC",
        ListenerRole.OtlpHttp => "OTLP over HTTP",
        ListenerRole.Jaeger => "Jaeger's query API",
        ListenerRole.Zipkin => "Zipkin's API",
        _ => "these pages, MLflow's REST API, OTLP over HTTP",
    });
}
