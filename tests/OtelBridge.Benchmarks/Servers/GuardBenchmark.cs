using System.Net.Http.Headers;
using System.Text;
using Google.Protobuf;
using OtelBridge.Benchmarks.Data;
using OtelBridge.Benchmarks.Measuring;
using OtelBridge.Otlp;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Hosting;
using OtelBridge.Store.Quotas;
using OtelBridge.TestSupport;

namespace OtelBridge.Benchmarks.Servers;

/// <summary>What it costs to know who sends spans: ingest over HTTP with callers asked and written down, and with quotas that are never reached, against a server that asks nobody.</summary>
/// <remarks>Sender and server are one process, so the sender's part is in both sides of each ratio; the costs of a span are differences, without it.</remarks>
internal sealed class GuardBenchmark : Benchmark
{
    /// <summary>What the figures' names begin with.</summary>
    public const string Prefix = "guard.";

    private const int TracesPerRequest = 51; // 510 spans: the batch of an OpenTelemetry SDK
    private const int Senders = 4;
    private const string Password = "only for this run";
    private const string Baseline = "ingest without asking anybody";

    // More than is ever sent here, so that all is counted and nothing refused.
    private const string Quotas = "spans_per_second=100000000,spans_at_once=100000000,bytes_per_day=1000GB,bytes_per_request=1GB";
    private const string Limits = Quotas + ",attributes_per_span=1000,attribute_bytes=1GB,events_per_span=1000,links_per_span=1000";

    private readonly List<byte[]> _requests = [];
    private readonly Series _auth = new(Prefix + "auth.ratio", "ratio", Result.Higher, null, Baseline);
    private readonly Series _quota = new(Prefix + "quota.ratio", "ratio", Result.Higher, null, Baseline);
    private readonly Series _limits = new(Prefix + "limits.ratio", "ratio", Result.Higher, null, Baseline);
    private readonly Series _authCost = new(Prefix + "auth.request", "us", Result.Lower, null, Baseline);
    private readonly Series _quotaCost = new(Prefix + "quota.request", "us", Result.Lower, null, "callers asked and written down");
    private readonly Series _sizeCost = new(Prefix + "size.request", "us", Result.Lower, null, null);
    private readonly Series _plain = new(Prefix + "plain.request", "us", Result.Lower, null, null);

    public GuardBenchmark(bool quick)
    {
        var traces = new GenAiTraces(Corpus.Load(), seed: 31);
        for (var i = 0; i < (quick ? 60 : 150); i++)
        {
            _requests.Add(traces.Request(TracesPerRequest).ToByteArray());
        }
    }

    public override IReadOnlyList<Series> Figures => [_auth, _quota, _limits, _authCost, _quotaCost, _sizeCost, _plain];

    public override Task WarmUpAsync() => RunRoundAsync(0, static (_, _) => { });

    public override Task RunRoundAsync(int round) => RunRoundAsync(round, static (series, value) => series.Add(value));

    private async Task RunRoundAsync(int round, Action<Series, double> add)
    {
        using var folder = new TemporaryFolder();
        var plain = round % 2 == 1 ? await MeasureAsync(folder, "plain", static _ => { }) : default;
        var auth = await MeasureAsync(folder, "auth", AskEverybody);
        var quota = await MeasureAsync(folder, "quota", static options => Count(options, Quotas));
        var limits = await MeasureAsync(folder, "limits", static options => Count(options, Limits));
        plain = round % 2 == 1 ? plain : await MeasureAsync(folder, "plain", static _ => { });
        add(_auth, plain.Processor / auth.Processor);
        add(_quota, plain.Processor / quota.Processor);
        add(_limits, plain.Processor / limits.Processor);
        add(_authCost, OfARequest(auth) - OfARequest(plain));
        add(_quotaCost, OfARequest(quota) - OfARequest(auth));
        add(_plain, OfARequest(plain));
        add(_sizeCost, OfARequest(await MeasureSizesAsync()));
    }

    private double OfARequest(Cost cost) => cost.Processor.TotalMicroseconds / _requests.Count;

    private static void AskEverybody(OtelBridgeServerOptions options) => (options.Access.IsRequired, options.Access.AdminPassword) = (true, Password);

    private static void Count(OtelBridgeServerOptions options, string quota)
    {
        AskEverybody(options);
        options.Quota = options.WorkspaceQuotas["default"] = Quota.Parse(quota);
    }

    private async Task<Cost> MeasureAsync(TemporaryFolder folder, string name, Action<OtelBridgeServerOptions> configure)
    {
        var options = new OtelBridgeServerOptions { Store = $"sqlite:{folder.File(name + ".db")}", Grpc = null, Http = null, OtlpHttp = ListenAddress.AnyLoopbackPort };
        configure(options);
        await using var server = await OtelBridgeServer.StartAsync(options);
        using var client = new HttpClient { BaseAddress = server.OtlpHttpAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{Password}")));
        await SendAsync(client, _requests[0], CancellationToken.None); // a password is hashed once
        return await Cost.OfAsync(() => Parallel.ForEachAsync(
            _requests, new ParallelOptions { MaxDegreeOfParallelism = Senders }, async (bytes, cancellationToken) => await SendAsync(client, bytes, cancellationToken)));
    }

    // The part of counting that grows with a request: its size as protobuf, whatever wire it came by.
    private async Task<Cost> MeasureSizesAsync()
    {
        var messages = _requests.ConvertAll(ExportTraceServiceRequest.Parser.ParseFrom);
        var sum = 0L;
        var cost = await Cost.OfAsync(() =>
        {
            sum = messages.Sum(static message => (long)message.CalculateSize());
            return Task.CompletedTask;
        });
        return sum == _requests.Sum(static request => (long)request.Length) ? cost : throw new InvalidOperationException("The size of a message is not that of its bytes.");
    }

    private static async Task SendAsync(HttpClient client, byte[] bytes, CancellationToken cancellationToken)
    {
        using var body = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };
        using var response = await client.PostAsync(new Uri("/v1/traces", UriKind.Relative), body, cancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
