using System.Globalization;
using Google.Protobuf;
using Microsoft.Data.Sqlite;
using OtelBridge.Grpc;
using OtelBridge.Identifiers;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;
using Xunit.Abstractions;

namespace OtelBridge.Interop.Tests.Server;

/// <summary><c>kill -9</c> in the middle of ingest: what was acknowledged is there after the restart, each span once.</summary>
/// <remarks><c>OTELBRIDGE_KILL_POINTS</c> says how often; several kills share a database file, as in a life of crashes.</remarks>
public sealed class KilledServerTests(ITestOutputHelper output)
{
    private const string PointsVariable = "OTELBRIDGE_KILL_POINTS";
    private const int DefaultPoints = 6;
    private const int KillsPerFile = 25;
    private const int MostEventsBeforeAKill = 400;
    private const int TracesPerCall = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Spans_AcknowledgedBeforeKills_AreThereOnceAfterTheRestarts()
    {
        var points = int.Parse(Environment.GetEnvironmentVariable(PointsVariable) ?? $"{DefaultPoints}", CultureInfo.InvariantCulture);
        var seed = Random.Shared.Next();
        output.WriteLine($"{points} kills, seed {seed}");
        var spans = 0;

        for (var done = 0; done < points; done += KillsPerFile)
        {
            spans += await LiveThroughAsync(Math.Min(KillsPerFile, points - done), seed + done);
        }

        output.WriteLine($"{spans} spans acknowledged");
        spans.ShouldBeGreaterThan(points);
    }

    private static async Task<int> LiveThroughAsync(int kills, int seed)
    {
        using var folder = new TemporaryFolder();
        var database = folder.File("killed.db");
        var ledger = new SpanLedger();
        var random = new Random(seed);
        var server = await OtelBridgeProcess.StartAsync(database);
        try
        {
            for (var kill = 0; kill < kills; kill++)
            {
                var load = new IngestLoad(ledger, seed + kill);
                await load.RunAsync(server.GrpcAddress, random.Next(1, MostEventsBeforeAKill), server.KillAsync);
                await server.DisposeAsync();

                server = await OtelBridgeProcess.StartAsync(database);
                await CheckAsync(server, ledger, load.TraceIds, $"after kill {kill} of seed {seed}");
                await ResendAsync(server, ledger, load.Unanswered);
                await CheckAsync(server, ledger, load.TraceIds, $"after kill {kill} of seed {seed} and the repetition of what was unanswered");
            }

            await CheckAsync(server, ledger, ledger.TraceIds, $"at the end of seed {seed}");
            (await server.StopAsync()).ShouldBe(0, server.Log);
        }
        finally
        {
            await server.DisposeAsync();
        }

        IntegrityOf(database).ShouldBe("ok");
        return ledger.AcknowledgedSpans;
    }

    // What a client does that got no answer: it sends the same again. Some of it is stored already.
    private static async Task ResendAsync(
        OtelBridgeProcess server, SpanLedger ledger, IEnumerable<Otlp.ExportTraceServiceRequest> requests)
    {
        using var client = new UnaryGrpcClient(server.GrpcAddress, new UnaryGrpcClientOptions { Timeout = Patience });
        foreach (var request in requests)
        {
            await client.CallAsync(TraceServiceMethods.Export, request);
            ledger.Acknowledged(request);
        }
    }

    private static async Task CheckAsync(OtelBridgeProcess server, SpanLedger ledger, IEnumerable<ByteString> traceIds, string when)
    {
        using var client = new UnaryGrpcClient(
            server.GrpcAddress, new UnaryGrpcClientOptions { Timeout = Patience, MaxReceiveMessageSize = 512 << 20 });
        var faults = new List<string>();
        foreach (var ids in traceIds.Chunk(TracesPerCall))
        {
            var request = new BatchGetTracesRequest { TraceIds = { ids.Select(id => TraceIdText.FromBytes(id.Span)) } };
            var answer = await client.CallAsync(TrackingServiceMethods.BatchGetTraces, request);
            var stored = answer.Traces.ToDictionary(trace => trace.Info.TraceId);
            foreach (var id in ids)
            {
                var trace = stored.GetValueOrDefault(TraceIdText.FromBytes(id.Span));
                faults.AddRange(ledger.Check(id, trace?.ResourceSpans ?? [], trace?.Info.SpanCount ?? 0));
            }
        }

        faults.Take(20).ShouldBeEmpty(when);
    }

    private static string? IntegrityOf(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string?)command.ExecuteScalar();
    }
}
