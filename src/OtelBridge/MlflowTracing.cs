using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;
using OtelBridge.Diagnostics;
using OtelBridge.Doctor;
using OtelBridge.Export;

namespace OtelBridge;

/// <summary>Tracing of this process: started by <see cref="Init"/> in a program without a host, resolved from the services in one with a host.</summary>
/// <remarks>Thread-safe. Nothing here throws into the program.</remarks>
public sealed class MlflowTracing : IDisposable
{
    private static readonly Lock Gate = new();
    private static MlflowTracing? _running;

    private TracerProvider? _provider;
    private readonly CancellationTokenSource _stopping = new();
    private RoutingExporter? _exporter;
    private TracingDiagnosis? _diagnosis;
    private PosixSignalRegistration[] _signals = [];
    private int _users;

    internal MlflowTracing()
    {
    }

    /// <summary>Gets what became of the spans so far, for each destination.</summary>
    /// <value>Empty when tracing is disabled (<c>OTEL_SDK_DISABLED=true</c>) or spans go nowhere.</value>
    public IReadOnlyList<DestinationDelivery> Delivery => Volatile.Read(ref _exporter)?.Delivery ?? [];

    /// <summary>Gets where the settings are read, for a look at why tracing does not run.</summary>
    internal IConfiguration? Configuration { get; set; }

    /// <summary>Gets what ends work in the background when tracing ends.</summary>
    internal CancellationToken Stopping => _stopping.Token;

    /// <summary>Starts tracing; dispose what it returns at the end of the program, which sends what waits.</summary>
    /// <param name="configure">Sets options in code; the configuration and the environment fill in what it leaves out.</param>
    /// <param name="configuration">Where section <c>Mlflow</c> and the environment variables are read; the process's environment when absent.</param>
    /// <param name="configureProvider">Adds to the tracer provider: instrumentations, a resource, processors.</param>
    /// <returns>The running tracing.</returns>
    /// <remarks>
    /// While tracing runs that an earlier call started, the call returns that one and its settings have no effect; the last to be disposed ends it.
    /// An end of the process without a dispose sends what waits too, inside <see cref="MlflowDeliveryOptions.ShutdownTimeout"/>: a return from Main,
    /// <see cref="Environment.Exit"/>, an exception that nobody catches, SIGTERM and Ctrl+C. Only what ends it at once, such as SIGKILL, does not.
    /// </remarks>
    /// <example><code>using var tracing = MlflowTracing.Init(o => o.ExperimentName = "support");</code></example>
    public static MlflowTracing Init(
        Action<MlflowTracingOptions>? configure = null,
        IConfiguration? configuration = null,
        Action<TracerProviderBuilder>? configureProvider = null)
    {
        lock (Gate)
        {
            if (_running is { } running)
            {
                BridgeEventSource.Log.AlreadyInitialised();
                running._users++;
                return running;
            }

            var tracing = new MlflowTracing { _users = 1 };
            tracing.Start(configure, configuration, configureProvider);
            _running = tracing;
            AppDomain.CurrentDomain.ProcessExit += tracing.OnProcessExit;
            return tracing;
        }
    }

    /// <summary>Waits until every span that ended before the call was delivered or dropped, at most <paramref name="timeout"/>.</summary>
    /// <param name="timeout">How long to wait; 10 seconds when absent.</param>
    /// <param name="cancellationToken">Ends the wait early; what was delivered until then is reported.</param>
    /// <returns>What was sent, what was dropped and what is still waiting, for each destination.</returns>
    public Task<FlushResult> FlushAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Volatile.Read(ref _exporter)?.FlushAsync(timeout ?? TimeSpan.FromSeconds(10), cancellationToken) ?? Task.FromResult(new FlushResult([]));

    /// <summary>Looks at every destination and at tracing itself: whether spans can arrive, and what to do where they cannot.</summary>
    /// <param name="timeout">The longest it may take; 10 seconds when absent. Destinations that have not answered by then are reported so.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>What was found; <see cref="DiagnosisReport.ToString"/> writes it as a table.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <remarks>
    /// Each destination is connected to and sent a request without spans, with its own credentials and certificates; nothing is changed there, and no secret is in the report.
    /// It takes a second at least, for which spans of sources that nobody traces are listened for. The faults are listed in <c>docs/doctor.md</c>.
    /// </remarks>
    /// <example><code>Console.WriteLine(await tracing.DiagnoseAsync());</code></example>
    public Task<DiagnosisReport> DiagnoseAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var patience = timeout is { } given && given > TimeSpan.Zero ? TimeSpan.FromTicks(Math.Min(given.Ticks, TimeSpan.TicksPerDay)) : TimeSpan.FromSeconds(10);
        return LookAsync(patience, TimeSpan.FromTicks(Math.Min(patience.Ticks / 2, TimeSpan.TicksPerSecond)), cancellationToken);
    }

    /// <summary>Ends tracing that <see cref="Init"/> started: sends what waits, inside <see cref="MlflowDeliveryOptions.ShutdownTimeout"/>. Later calls do nothing.</summary>
    /// <remarks>In a host, the host ends it.</remarks>
    public void Dispose()
    {
        lock (Gate)
        {
            if (_users == 0)
            {
                _stopping.Cancel();
                return;
            }

            if (--_users > 0)
            {
                return;
            }

            _running = null;
        }

        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        _stopping.Cancel();
        End();
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }

    /// <summary>Looks at everything, and listens for spans of sources that nobody traces for as long as is said.</summary>
    /// <remarks>Looking into folders waits, and whoever asks may be a thread that must not.</remarks>
    internal Task<DiagnosisReport> LookAsync(TimeSpan timeout, TimeSpan listening, CancellationToken cancellationToken) =>
        Volatile.Read(ref _diagnosis) is { } diagnosis
            ? Task.Run(() => diagnosis.RunAsync(timeout, listening, cancellationToken), cancellationToken)
            : Task.FromResult(TracingDiagnosis.NotRunning(Configuration));

    /// <summary>Notes where the spans go, once the provider is built.</summary>
    internal void Attach(RoutingExporter exporter, TracingDiagnosis diagnosis)
    {
        Volatile.Write(ref _diagnosis, diagnosis);
        Volatile.Write(ref _exporter, exporter);
    }

    /// <summary>Notes that the provider is built.</summary>
    internal void Begin() => Volatile.Read(ref _exporter)?.Begin();

    private void Start(Action<MlflowTracingOptions>? configure, IConfiguration? configuration, Action<TracerProviderBuilder>? configureProvider)
    {
        try
        {
            Configuration = configuration ?? new ConfigurationBuilder().AddEnvironmentVariables().Build();
            var builder = Sdk.CreateTracerProviderBuilder();
            builder.ConfigureServices(services =>
            {
                services.AddSingleton(this);
                services.AddSingleton(Configuration);
            });
            builder.AddMlflow(configure);
            configureProvider?.Invoke(builder);
            _provider = builder.Build();
            Begin();
            _signals = [PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal)];
        }
        catch (Exception e)
        {
            // A program must not fail to start because its tracing does.
            BridgeEventSource.Log.SpanCallFailed(nameof(Init), e);
        }
    }

    // Since .NET 10 these end a process without ProcessExit, unless a host or the program takes them. Whether the process ends stays
    // for others to say, so tracing goes on. In this thread, since the process may be gone when the method returns.
    private void OnSignal(PosixSignalContext context) =>
        Volatile.Read(ref _exporter)?.ForceFlush();

    private void OnProcessExit(object? sender, EventArgs e) => End();

    private void End()
    {
        try
        {
            if (Interlocked.Exchange(ref _provider, null) is { } provider)
            {
                // First and in its own time, so that no other processor of the provider takes that away; those get OpenTelemetry's five seconds after it.
                Volatile.Read(ref _exporter)?.Stop();
                provider.Dispose();
            }
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.ShutdownFailed(e);
        }
    }
}
