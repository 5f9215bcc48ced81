using System.Globalization;
using OtelBridge.Testing.Capturing;

namespace OtelBridge.Testing;

/// <summary>Keeps the spans of a test in memory while it is open: nothing of them is exported, and no server is needed.</summary>
/// <remarks>
/// <para>
/// Captured is what a destination would get: spans of OtelBridge and of everything that the program's tracing listens to, after the program's span processors
/// (<see cref="Mlflow.Configure"/>) and the masks of its options. Where the program has not started tracing, spans of OtelBridge and of the GenAI libraries that it knows are captured all the
/// same, and all of them: sampling has no effect.
/// </para>
/// <para>Thread-safe. Tests that run side by side have a capture each and see their own spans alone. At most 100,000 spans are kept.</para>
/// </remarks>
public sealed class TraceCapture : IDisposable
{
    private const int ManyLooks = 20;

    /// <summary>Also between changes, since a provider that ends with spans under way says nothing.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private readonly SpanLedger _ledger = new();
    private int _disposed;

    private TraceCapture(bool ofProcess)
    {
        CaptureFlow.Enter(_ledger);
        CaptureBoard.Add(_ledger, ofProcess);
    }

    /// <summary>Gets the traces as they are now, in the order of their starts; spans that have not ended are in them, marked as open.</summary>
    public IReadOnlyList<CapturedTrace> Traces => _ledger.Read();

    /// <summary>Captures what the calling code does from here on: in itself, in what it calls and awaits and in tasks that it starts, and all spans below those.</summary>
    /// <returns>The capture; dispose it at the end of the test.</returns>
    /// <remarks>
    /// Call it in the test or in the constructor of its class. What an <c>async</c> method such as <c>InitializeAsync</c> starts does not reach its caller, as with every <see cref="AsyncLocal{T}"/>.
    /// What a host does for a request belongs to no test by itself: see <see cref="CreateHandler"/>, and <see cref="StartForProcess"/>.
    /// </remarks>
    /// <example><code>using var capture = TraceCapture.Start();</code></example>
    public static TraceCapture Start() => new(ofProcess: false);

    /// <summary>Captures what the calling code does, as <see cref="Start"/>, and what runs elsewhere in the process: background services, and requests that a host answers.</summary>
    /// <returns>The capture; dispose it at the end of the test.</returns>
    /// <remarks>What another capture has called its own is not in it. Tests that run side by side and have hosts should rather use <see cref="CreateHandler"/>.</remarks>
    public static TraceCapture StartForProcess() => new(ofProcess: true);

    /// <summary>Makes a handler for an <see cref="HttpClient"/> by whose requests the spans of the answering host come into this capture, though the host runs on other threads.</summary>
    /// <param name="innerHandler">What sends the requests. None where the handler is put into a pipeline, as with <c>WebApplicationFactory.CreateDefaultClient(capture.CreateHandler())</c>.</param>
    /// <returns>The handler; it adds the header <c>traceparent</c> to requests that have none.</returns>
    /// <remarks>Each request begins a trace of its own, unless the calling code is in a span: then the host's spans are below that.</remarks>
    public DelegatingHandler CreateHandler(HttpMessageHandler? innerHandler = null)
    {
        var handler = new CallerHandler(_ledger);
        if (innerHandler is not null)
        {
            handler.InnerHandler = innerHandler;
        }

        return handler;
    }

    /// <summary>Waits for a trace of which every span has ended.</summary>
    /// <param name="rootName">Name of its root span; any when absent.</param>
    /// <param name="timeout">The longest to wait; 10 seconds when absent.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The trace; of several, the one that started first.</returns>
    /// <exception cref="TraceAssertionException">None came in time; the message shows what was there.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<CapturedTrace> WaitForTraceAsync(string? rootName = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitAsync(
            traces => traces.FirstOrDefault(trace => trace.IsComplete && (rootName is null || trace.Root.Name == rootName)),
            rootName is null ? "a trace" : $"a trace named \"{rootName}\"",
            timeout,
            cancellationToken);

    /// <summary>Waits until there are so many traces of which every span has ended.</summary>
    /// <param name="count">How many.</param>
    /// <param name="timeout">The longest to wait; 10 seconds when absent.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The traces that have ended, in the order of their starts; more than asked for when there are more.</returns>
    /// <exception cref="TraceAssertionException">They did not come in time; the message shows what was there.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<IReadOnlyList<CapturedTrace>> WaitForTracesAsync(int count, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitAsync<IReadOnlyList<CapturedTrace>>(
            traces => traces.Where(static trace => trace.IsComplete).ToArray() is { } ended && ended.Length >= count ? ended : null,
            string.Create(CultureInfo.InvariantCulture, $"{count} traces"),
            timeout,
            cancellationToken);

    /// <summary>Ends the capture. What it has captured can be looked at still.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            CaptureBoard.Remove(_ledger);
            CaptureFlow.Leave(_ledger);
        }
    }

    private async Task<T> WaitAsync<T>(Func<IReadOnlyList<CapturedTrace>, T?> find, string wanted, TimeSpan? timeout, CancellationToken cancellationToken)
        where T : class
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        var patience = timeout ?? DefaultTimeout;
        for (var looks = 0; ; looks++)
        {
            var changed = _ledger.Changed;
            var traces = Traces;
            if (find(traces) is { } found)
            {
                return found;
            }

            var left = patience - clock.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                throw new TraceAssertionException(Missing(wanted, patience, traces));
            }

            var wait = left < LookAgain ? left : LookAgain;
            await Task.WhenAny(changed, Task.Delay(wait, clock, cancellationToken)).ConfigureAwait(false);
            if (looks > ManyLooks)
            {
                // A program that makes thousands of spans must not be held up by a look at all of them for each.
                await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private string Missing(string wanted, TimeSpan patience, IReadOnlyList<CapturedTrace> traces)
    {
        var seen = traces.Count == 0
            ? "Nothing was captured. Did the code run after the capture was started, in the same flow? What a host does for a request needs CreateHandler or StartForProcess."
            : string.Join("\n\n", traces.Select(static trace => $"{trace.TraceId}{(trace.IsComplete ? null : " (not ended)")}:\n{trace}"));
        var full = _ledger.LeftOut == 0 ? null : $"\n\n{_ledger.LeftOut} spans found no room.";
        return string.Create(CultureInfo.InvariantCulture, $"Waited {patience.TotalSeconds:0.###} s for {wanted} to end. Captured so far:\n\n{seen}{full}");
    }
}
