using System.Collections.Concurrent;
using Google.Protobuf;
using OtelBridge.Grpc;
using OtelBridge.Otlp;

namespace OtelBridge.Interop.Tests.Server;

/// <summary>Several clients that send spans as fast as they are acknowledged, until the server is gone.</summary>
internal sealed class IngestLoad(SpanLedger ledger, int seed)
{
    private const int Clients = 4;
    private const int TracesPerRound = 12;
    private const int MaxSpansPerRequest = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Of this round, shared by its clients, so that several requests add to one trace at the same time.
    private readonly ByteString[] _traceIds = [.. Enumerable.Range(0, TracesPerRound).Select(_ => NewId(16))];

    // Bounded: one for each client.
    private readonly ConcurrentQueue<ExportTraceServiceRequest> _unanswered = new();
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _events;

    public IEnumerable<ByteString> TraceIds => _traceIds;

    /// <summary>The requests that were on their way when the server went: they may be stored or not.</summary>
    public IReadOnlyCollection<ExportTraceServiceRequest> Unanswered => _unanswered;

    /// <summary>Runs the clients, calls <paramref name="kill"/> after so many events, and ends when every client has seen its call fail.</summary>
    /// <param name="address">The server.</param>
    /// <param name="events">How many sendings and answers to wait for before the kill; so it falls before, amid and after commits.</param>
    /// <param name="kill">Kills the server.</param>
    public async Task RunAsync(Uri address, int events, Func<Task> kill)
    {
        var clients = Enumerable.Range(0, Clients).Select(client => SendAsync(address, new Random((seed * Clients) + client), events)).ToArray();
        await Task.WhenAny([_reached.Task, .. clients]).WaitAsync(Patience);
        await kill();
        await Task.WhenAll(clients).WaitAsync(Patience);
    }

    private async Task SendAsync(Uri address, Random random, int events)
    {
        using var client = new UnaryGrpcClient(address, new UnaryGrpcClientOptions { Gzip = random.Next(2) == 0, Timeout = Patience });
        while (true)
        {
            var request = NewRequest(random);
            ledger.Sent(request);
            var call = client.CallAsync(TraceServiceMethods.Export, request);
            Count(events);
            try
            {
                var answer = await call;
                answer.PartialSuccess.ShouldBeNull();
            }
            catch (GrpcException e) when (e.Status is GrpcStatusCode.Unavailable or GrpcStatusCode.Internal && _reached.Task.IsCompleted)
            {
                _unanswered.Enqueue(request);
                return;
            }

            ledger.Acknowledged(request);
            Count(events);
        }
    }

    private void Count(int events)
    {
        if (Interlocked.Increment(ref _events) >= events)
        {
            _reached.TrySetResult();
        }
    }

    private ExportTraceServiceRequest NewRequest(Random random)
    {
        var scope = new ScopeSpans { Scope = new InstrumentationScope { Name = "kill" } };
        var spans = random.Next(1, MaxSpansPerRequest + 1);
        for (var i = 0; i < spans; i++)
        {
            var start = 1_767_323_045_000_000_000UL + (ulong)random.Next(1_000_000_000);
            scope.Spans.Add(new Span
            {
                TraceId = _traceIds[random.Next(_traceIds.Length)],
                SpanId = NewId(8),
                ParentSpanId = random.Next(4) == 0 ? ByteString.Empty : NewId(8),
                Name = $"span {i}",
                StartTimeUnixNano = start,
                EndTimeUnixNano = start + (ulong)random.Next(1_000_000),
                Attributes = { new KeyValue { Key = "text", Value = new AnyValue { StringValue = new string((char)random.Next('a', 'z'), random.Next(2_000)) } } },
            });
        }

        return new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { Resource = new Resource(), ScopeSpans = { scope } } } };
    }

    private static ByteString NewId(int bytes) => ByteString.CopyFrom(System.Security.Cryptography.RandomNumberGenerator.GetBytes(bytes));
}
