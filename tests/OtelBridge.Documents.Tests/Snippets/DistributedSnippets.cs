using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Entities;

namespace OtelBridge.Documents.Tests.Snippets;

public sealed class DistributedSnippets : AgainstAServer
{
    [Fact]
    public async Task Services_OverHttp_AreOneTrace()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new("urls", "http://127.0.0.1:0")]);
        await using var app = builder.Build();
        // begin distributed-service
        app.MapGet("/items/{id}", (int id) => Mlflow.Trace("look up", () => Find(id), SpanType.Tool, new { id }));
        // end distributed-service
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        // begin distributed-caller
        var answer = await Mlflow.TraceAsync("order", () => http.GetStringAsync("/items/7"), SpanType.Chain);
        // end distributed-caller

        answer.ShouldBe("item 7");
        var trace = await StoredAsync(Mlflow.LastActiveTraceId);
        ShouldBeBelow(trace, "look up", "order");
    }

    [Fact]
    public void Sources_OfHttp_AreOptions()
    {
        var builder = WebApplication.CreateSlimBuilder();
        // begin distributed-sources
        builder.Services.AddMlflowTracing(o =>
        {
            o.Sources.Add("System.Net.Http");
            o.Sources.Add("Microsoft.AspNetCore");
        });
        // end distributed-sources

        builder.Services.ShouldContain(s => s.ServiceType == typeof(MlflowTracing));
    }

    [Fact]
    public async Task Message_OfAQueue_IsHandledInItsTrace()
    {
        var queue = Channel.CreateUnbounded<Message>();
        string traceId;
        using (var span = Mlflow.StartSpan("send"))
        {
            traceId = span.TraceId;
            // begin distributed-sender
            var headers = new Dictionary<string, string>();
            Mlflow.InjectContext(headers);
            await queue.Writer.WriteAsync(new Message(headers, "body"));
            // end distributed-sender
        }

        // begin distributed-receiver
        var message = await queue.Reader.ReadAsync();
        using (Mlflow.ContinueTrace(message.Headers))
        {
            await Mlflow.TraceAsync("handle", () => HandleAsync(message));
        }
        // end distributed-receiver

        ShouldBeBelow(await StoredAsync(traceId), "handle", "send");
    }

    [Fact]
    public async Task Channel_CarriesTheParent()
    {
        var channel = Channel.CreateUnbounded<(string Job, MlflowSpan Parent)>();
        string traceId;
        using (var span = Mlflow.StartSpan("plan"))
        {
            traceId = span.TraceId;
            const string job = "dig";
            // begin distributed-channel-writer
            await channel.Writer.WriteAsync((job, Mlflow.CurrentSpan));
            // end distributed-channel-writer
        }

        channel.Writer.Complete();
        // begin distributed-channel-reader
        await foreach (var (job, parent) in channel.Reader.ReadAllAsync())
        {
            using var span = Mlflow.StartSpanNoContext("job", parent: parent);
            span.SetOutputs(Do(job));
        }
        // end distributed-channel-reader

        ShouldBeBelow(await StoredAsync(traceId), "job", "plan");
    }

    private static void ShouldBeBelow(Trace trace, string child, string parent)
    {
        trace.Spans.Count.ShouldBe(2);
        trace.Spans.Single(s => s.Name == child).ParentId.ShouldBe(trace.Spans.Single(s => s.Name == parent).SpanId);
    }

    private static string Find(int id) => $"item {id}";

    private static Task HandleAsync(Message message) => Task.CompletedTask;

    private static string Do(string job) => job;

    private sealed record Message(Dictionary<string, string> Headers, string Body);
}
