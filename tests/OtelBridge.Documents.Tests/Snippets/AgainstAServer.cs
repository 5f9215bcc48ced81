using Microsoft.Extensions.Configuration;
using OtelBridge.Entities;
using OtelBridge.TestSupport;

namespace OtelBridge.Documents.Tests.Snippets;

/// <summary>Snippets run against a real server, in a program that traces to it.</summary>
public abstract class AgainstAServer : IAsyncLifetime
{
    private ServerUnderTest? _server;
    private MlflowTracing? _tracing;

    protected MlflowTracing Tracing => _tracing!;

    protected string TrackingUri => $"grpc://127.0.0.1:{_server!.GrpcAddress.Port}";

    protected string HttpUri => _server!.HttpAddress.ToString().TrimEnd('/');

    public async Task InitializeAsync()
    {
        _server = await ServerUnderTest.StartAsync();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("MLFLOW_TRACKING_URI", (string?)TrackingUri)]).Build();
        _tracing = MlflowTracing.Init(configuration: configuration);
    }

    public async Task DisposeAsync()
    {
        _tracing!.Dispose();
        await _server!.DisposeAsync();
    }

    /// <summary>What the server has of a trace, once everything was sent.</summary>
    protected async Task<Trace> StoredAsync(string? traceId)
    {
        (await Mlflow.FlushAsync()).IsComplete.ShouldBeTrue();
        using var client = new MlflowClient(TrackingUri);
        return await client.GetTraceAsync(traceId.ShouldNotBeNull());
    }

    /// <summary>A stored trace to work on.</summary>
    protected async Task<string> SomeTraceAsync(string name = "answer")
    {
        string id;
        using (var span = Mlflow.StartSpan(name, inputs: new { question = "Why?" }))
        {
            span.SetOutputs(new { text = "Because." });
            id = span.TraceId;
        }

        await StoredAsync(id);
        return id;
    }
}
