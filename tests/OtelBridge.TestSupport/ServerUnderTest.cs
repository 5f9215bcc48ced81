using Microsoft.Extensions.Logging;
using OtelBridge.Grpc;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Hosting;
using OtelBridge.TestSupport.Stores;

namespace OtelBridge.TestSupport;

/// <summary>The real server in this process: three listeners on free ports, a store of its own that goes with it, its log recorded.</summary>
/// <remarks>Disposing stops the server, removes the store, and fails when the server logged an error that the test did not announce.</remarks>
public sealed class ServerUnderTest : IAsyncDisposable
{
    private readonly TestStore? _ownStore;
    private readonly ILoggerFactory _loggers;
    private readonly LogRecorder _log;
    private bool _errorsExpected;

    private ServerUnderTest(OtelBridgeServer server, string store, TestStore? ownStore, ILoggerFactory loggers, LogRecorder log, Func<HttpMessageHandler>? handler)
    {
        Server = server;
        StoreAddress = store;
        _ownStore = ownStore;
        _loggers = loggers;
        _log = log;
        Grpc = new UnaryGrpcClient(GrpcAddress, new UnaryGrpcClientOptions { MaxReceiveMessageSize = int.MaxValue, Handler = handler?.Invoke() });
        OtlpHttp = new HttpClient(handler?.Invoke() ?? new SocketsHttpHandler()) { BaseAddress = OtlpHttpAddress };
        Http = new HttpClient(handler?.Invoke() ?? new SocketsHttpHandler()) { BaseAddress = HttpAddress };
    }

    public OtelBridgeServer Server { get; }

    /// <summary>The store's address, for a second reader.</summary>
    public string StoreAddress { get; }

    public Uri GrpcAddress => Server.GrpcAddress!;

    public Uri OtlpHttpAddress => Server.OtlpHttpAddress!;

    public Uri HttpAddress => Server.HttpAddress!;

    /// <summary>A client of the gRPC listener.</summary>
    public UnaryGrpcClient Grpc { get; }

    /// <summary>A client of the OTLP/HTTP listener.</summary>
    public HttpClient OtlpHttp { get; }

    /// <summary>A client of the plain HTTP listener.</summary>
    public HttpClient Http { get; }

    public IReadOnlyCollection<LogEntry> Log => _log.Entries;

    /// <summary>Starts a server.</summary>
    /// <param name="configure">Changes its settings, e.g. the limits.</param>
    /// <param name="store">A store that the caller owns; a new one that goes with the server when null.</param>
    /// <param name="on">Of which kind a new store is, see <see cref="TestStore.Kinds"/>.</param>
    /// <param name="handler">What is under its clients, for TLS.</param>
    public static async Task<ServerUnderTest> StartAsync(Action<OtelBridgeServerOptions>? configure = null, string? store = null, string on = TestStore.Sqlite, Func<HttpMessageHandler>? handler = null)
    {
        var own = store is null ? await TestStore.MakeAsync(on) : null;
        var log = new LogRecorder();
        var loggers = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Information).AddProvider(log));
        var options = new OtelBridgeServerOptions
        {
            Store = store ?? own!.Address,
            Grpc = ListenAddress.AnyLoopbackPort,
            OtlpHttp = ListenAddress.AnyLoopbackPort,
            Http = ListenAddress.AnyLoopbackPort,
            LoggerFactory = loggers,
        };
        configure?.Invoke(options);
        var server = await OtelBridgeServer.StartAsync(options);
        return new ServerUnderTest(server, options.Store, own, loggers, log, handler);
    }

    /// <summary>Says that this test makes the server log errors.</summary>
    public void ExpectErrors() => _errorsExpected = true;

    public async ValueTask DisposeAsync()
    {
        Grpc.Dispose();
        OtlpHttp.Dispose();
        Http.Dispose();
        await Server.DisposeAsync();
        _loggers.Dispose();
        await (_ownStore?.DisposeAsync() ?? ValueTask.CompletedTask);
        var errors = _log.Entries.Where(static entry => entry.Level >= LogLevel.Error).ToList();
        if (errors.Count > 0 && !_errorsExpected)
        {
            throw new InvalidOperationException($"The server logged errors:{Environment.NewLine}{string.Join(Environment.NewLine, errors)}");
        }
    }
}
