using System.Diagnostics;
using Google.Protobuf;
using OtelBridge.Export;
using OtelBridge.Interop.Tests.Messages;
using OtelBridge.Interop.Tests.Server;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Export;

/// <summary>A traced program that exports to both: a foreign OTLP receiver, and our store.</summary>
[Collection(TracingCollection.Name)]
public sealed class BothDestinationsTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Spans_ExportedToBoth_AreTheSameInReceiverAndStore()
    {
        var (receiver, address) = await NodePeer.StartReceiverAsync();
        await using var _ = receiver;
        using var tracing = Init(address);

        var traceIds = new[] { Ask("first"), Ask("sécond"), Ask("fails") };
        var flushed = await tracing.FlushAsync(Patience);

        flushed.IsComplete.ShouldBeTrue(flushed.ToString());
        var received = await ReceiveAsync(receiver, spans: 9);
        foreach (var traceId in traceIds)
        {
            var hex = traceId["tr-".Length..];
            await fixture.ShouldHoldAsync(hex, TraceSelection.Only(received, hex));
        }
    }

    [Fact]
    public async Task Activities_OfAnySource_AreTheSameInReceiverAndStore()
    {
        // The collector gets what the official exporter writes; so this holds our own writer to it, tag by tag.
        var (receiver, address) = await NodePeer.StartReceiverAsync();
        await using var _ = receiver;
        using var source = new ActivitySource("interop.both", "4.5.6", [new("scope.key", "scope.value")]);
        using var tracing = Init(address, source.Name);

        var traceId = SampleActivities.Emit(source);
        var flushed = await tracing.FlushAsync(Patience);

        flushed.IsComplete.ShouldBeTrue(flushed.ToString());
        await fixture.ShouldHoldAsync(traceId, await ReceiveAsync(receiver, SampleActivities.Count));
    }

    [Fact]
    public async Task Spans_WhileTheReceiverIsStopped_AreAllInTheStore()
    {
        var (receiver, address) = await NodePeer.StartReceiverAsync("--brief");
        using var tracing = Init(address);
        await receiver.DisposeAsync();

        var traceIds = Enumerable.Range(0, 20).Select(i => Ask($"question {i}")).ToArray();
        var flushed = await tracing.FlushAsync(Patience);

        flushed.Destinations.Count.ShouldBe(2);
        flushed.Destinations.Count(destination => destination is { Dropped: 0, Left: 0 }).ShouldBe(1, flushed.ToString());
        foreach (var traceId in traceIds)
        {
            var stored = await fixture.GetAsync(traceId["tr-".Length..]);
            OtlpJson.Describe(stored["resourceSpans"]!).Count.ShouldBe(3);
        }
    }

    private MlflowTracing Init(Uri collector, params string[] sources) => MlflowTracing.Init(options =>
    {
        options.Export = ExportMode.Both;
        foreach (var source in sources)
        {
            options.Sources.Add(source);
        }

        options.CollectorEndpoint = collector.ToString();
        // In the store's own words: what viewers get beside them is tested elsewhere.
        options.Destinations["collector"] = new ExportDestinationOptions { Dialects = SpanDialects.Mlflow };
        options.Delivery.RetryTimeout = TimeSpan.FromSeconds(1);
        options.TrackingUri = $"grpc://{fixture.Server.GrpcAddress.Authority}";
    });

    // An agent, a retriever and a model: three spans.
    private static string Ask(string question)
    {
        using var agent = Mlflow.StartSpan("agent", SpanType.Agent).SetInputs(new { question });
        using (var retriever = Mlflow.StartSpan("retriever", SpanType.Retriever).SetInputs(question))
        {
            retriever.SetOutputs(new[] { "döc 1", "doc 2" }).SetAttribute("k", 2).SetAttribute("ratio", 0.25).SetAttribute("cached", false);
        }

        using (var model = Mlflow.StartSpan("model", SpanType.ChatModel).SetInputs(new { messages = new[] { new { role = "user", content = question } } }))
        {
            model.SetTokenUsage(10, 20);
            if (question == "fails")
            {
                model.RecordException(new InvalidOperationException("no answer"));
            }
            else
            {
                model.SetOutputs("the answer").AddEvent("first token", [new("n", 1)]);
            }
        }

        agent.SetOutputs("the answer");
        return agent.TraceId;
    }

    private static async Task<ExportTraceServiceRequest> ReceiveAsync(NodePeer receiver, int spans)
    {
        var all = new ExportTraceServiceRequest();
        for (var count = 0; count < spans;)
        {
            var line = await receiver.ReadAsync();
            MessageExtensions.MergeFrom(all, Convert.FromBase64String((string)line["encoded"]!));
            count += (int)line["spans"]!;
        }

        return all;
    }
}
