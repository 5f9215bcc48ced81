using Microsoft.Extensions.Logging;
using OtelBridge.Pricing;
using OtelBridge.Server.Hosting;
using OtelBridge.Store.Masking;
using OtelBridge.Store.Quotas;
using OtelBridge.Store.Retention;

namespace OtelBridge.Server.Configuration;

/// <summary>Settings of an <see cref="OtelBridgeServer"/>; read once when it starts.</summary>
public sealed class OtelBridgeServerOptions
{
    /// <summary>Gets or sets the address of the store.</summary>
    /// <value>The default is a SQLite file in the user's data folder, see <see cref="DefaultStore"/>.</value>
    public string Store { get; set; } = DefaultStore.Address;

    /// <summary>Gets the workspaces besides the store itself, which is the workspace <c>default</c>: the address of a store by the name of each.</summary>
    /// <remarks>Who is in one sees nothing of another, so it needs <see cref="AccessOptions.IsRequired"/>.</remarks>
    public IDictionary<string, string> Workspaces { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets or sets where gRPC (OTLP and tracking) listens; null switches it off.</summary>
    /// <value>The default is <c>127.0.0.1:4317</c>, OTLP's port for gRPC.</value>
    public ListenAddress? Grpc { get; set; } = ListenAddress.Loopback(4317);

    /// <summary>Gets or sets where OTLP over HTTP listens; null switches it off.</summary>
    /// <value>The default is <c>127.0.0.1:4318</c>, OTLP's port for HTTP.</value>
    public ListenAddress? OtlpHttp { get; set; } = ListenAddress.Loopback(4318);

    /// <summary>Gets or sets where plain HTTP listens, which also takes OTLP; null switches it off.</summary>
    /// <value>The default is <c>127.0.0.1:5000</c>, the port of an MLflow server.</value>
    public ListenAddress? Http { get; set; } = ListenAddress.Loopback(5000);

    /// <summary>Gets or sets where Jaeger's query API is served, for Jaeger's UI and Grafana; null switches it off.</summary>
    /// <value>The default is <see langword="null"/>. Jaeger's own port is 16686.</value>
    public ListenAddress? Jaeger { get; set; }

    /// <summary>Gets or sets where Zipkin's API is served, for Zipkin's reporters, its UI and Grafana; null switches it off.</summary>
    /// <value>The default is <see langword="null"/>. Zipkin's own port is 9411.</value>
    public ListenAddress? Zipkin { get; set; }

    /// <summary>Gets or sets the TLS of all listeners; null for none.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public OtelBridgeServerTls? Tls { get; set; }

    /// <summary>Gets or sets the path under which the pages lie, e.g. <c>/otel</c>, for a proxy that serves other things beside them; empty for none.</summary>
    /// <value>The default is empty.</value>
    /// <remarks>Everything is answered under the path and without it, so that it does not matter whether the proxy takes it away.</remarks>
    public string PathPrefix { get; set; } = "";

    /// <summary>Gets how much one caller may ask of the server.</summary>
    public OtelBridgeServerLimits Limits { get; } = new();

    /// <summary>Gets who may use the server.</summary>
    public AccessOptions Access { get; } = new();

    /// <summary>Gets whether the server writes down who did what.</summary>
    public AuditOptions Audit { get; } = new();

    /// <summary>Gets or sets how much each caller may ask for: each API key that does not say it itself, each person; and where nobody is asked who they are, each address.</summary>
    /// <value>The default is no limit.</value>
    public Quota Quota { get; set; } = Quota.None;

    /// <summary>Gets how much all callers of a workspace may ask for together, by the name of the workspace; <c>default</c> is the store itself.</summary>
    /// <remarks>Beside what each of them may. A workspace that is not named has no limit.</remarks>
    public IDictionary<string, Quota> WorkspaceQuotas { get; } = new SortedDictionary<string, Quota>(StringComparer.Ordinal);

    /// <summary>Gets or sets how much of each experiment is kept; the tags of an experiment win, see <see cref="RetentionLimits.AgeTag"/>.</summary>
    /// <value>The default is everything, for ever.</value>
    public RetentionLimits Retention { get; set; } = RetentionLimits.Forever;

    /// <summary>Gets or sets what tokens cost, for spans that do not say what they cost themselves.</summary>
    /// <value>The default is OtelBridge's own table, <see cref="PriceTable.Default"/>; lay a table of your own over it with <see cref="PriceTable.Over"/>.</value>
    /// <remarks>A span is priced when it is stored; what is stored keeps its cost.</remarks>
    public PriceTable Prices { get; set; } = PriceTable.Default;

    /// <summary>Gets or sets what the store may not hold: it is masked before it is stored, indexed, shown or logged, whichever way it comes in.</summary>
    /// <value>The default is <see langword="null"/>: nothing is masked. <see cref="MaskingRules.Load"/> reads a file.</value>
    public MaskingRules? Masking { get; set; }

    /// <summary>Gets or sets how long a stop waits for calls in flight before it cuts them off.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long a stop says that the server is not ready, and goes on working, before it closes the listeners.</summary>
    /// <value>The default is zero.</value>
    /// <remarks>For a load balancer that asks <c>/readyz</c> or gRPC's health service: as long as it takes to notice, and it sends nobody to a listener that is closed.</remarks>
    public TimeSpan DrainTime { get; set; }

    /// <summary>Gets or sets where the server logs to; it stays the caller's and is not disposed.</summary>
    /// <value>The default is <see langword="null"/>: nothing is logged. The content of spans never is.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    internal bool HasAudit => Access.IsRequired || Audit.IsOn;

    /// <summary>Gets or sets the clock, for tests.</summary>
    internal TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Gets whether it matters whose a request is.</summary>
    internal bool CountsCallers => Access.IsRequired || Quota != Quota.None || WorkspaceQuotas.Count > 0;

    /// <summary>Says why a server must not start this way; null when it may.</summary>
    internal string? FindAccessFault()
    {
        if (Access is not { IsRequired: false, AllowsEverybody: false })
        {
            return null;
        }

        var open = Listeners().Where(static listener => !listener.Address.IsLoopback).Select(static listener => $"{ListenerNames.Of(listener.Role)} ({listener.Address})").ToList();
        return open.Count == 0 ? null : $"Other machines reach {string.Join(", ", open)}, and nobody would be asked who they are: whoever comes would read and change every trace. "
            + "Start with --auth, or with --allow-everybody where something else keeps strangers away.";
    }

    internal IEnumerable<(ListenerRole Role, ListenAddress Address)> Listeners()
    {
        (ListenerRole Role, ListenAddress? Address)[] all =
            [
                (ListenerRole.Grpc, Grpc), (ListenerRole.OtlpHttp, OtlpHttp), (ListenerRole.Http, Http), (ListenerRole.Jaeger, Jaeger), (ListenerRole.Zipkin, Zipkin),
            ];
        foreach (var (role, address) in all)
        {
            if (address is not null)
            {
                yield return (role, address);
            }
        }
    }
}
