namespace OtelBridge.Interop.Tests.Deployment;

/// <summary>The collector's configuration at the top of the repository, key by key.</summary>
public sealed class CollectorFileTests
{
    [Fact]
    public void File_AsItIs_HasNoProblems() => new CollectorFile(CollectorFile.Read()).Problems().ShouldBeEmpty();

    [Fact]
    public void File_WithoutEnvironment_ListensOnThisMachineAlone() =>
        new CollectorFile(CollectorFile.Read()).Listeners.ShouldBe(["localhost:4317", "localhost:4318"]);

    [Fact]
    public void File_Exporters_AreJaegerZipkinAndTheStore() =>
        new CollectorFile(CollectorFile.Read()).Targets.ShouldBe(["jaeger:4317", "http://zipkin:9411/api/v2/spans", "otelbridge:4317"]);

    [Theory]
    [InlineData("max_recv_msg_size_mib:", "max_recv_size_mib:", "receivers.otlp.protocols.grpc.max_recv_size_mib is not known")]
    [InlineData("      http:\n", "      https:\n", "receivers.otlp.protocols.https is not known")]
    [InlineData("localhost}:4317", "localhost}", "receivers.otlp.protocols.grpc.endpoint: 'localhost' is not listen")]
    [InlineData("localhost}:4317", "localhost}:99999", "receivers.otlp.protocols.grpc.endpoint: 'localhost:99999' is not listen")]
    [InlineData("localhost}:4318", "localhost}:4317", "localhost:4317 is listened on twice")]
    [InlineData("${env:OTELCOL_LISTEN_HOST:-localhost}:4318", "$HOST:4318", "receivers.otlp.protocols.http.endpoint: '$HOST:4318' is not listen")]
    [InlineData("  otlp:\n    protocols:", "  otlp:\n    protocol:", "receivers.otlp.protocols is missing")]
    [InlineData("receivers:\n  otlp:", "receivers:\n  otpl:", "receivers.otpl is no component that is known")]
    [InlineData("check_interval: 1s", "check_interval: 1", "processors.memory_limiter.check_interval: '1' is not duration")]
    [InlineData("    check_interval: 1s\n", "", "processors.memory_limiter.check_interval is missing")]
    [InlineData("    limit_mib: 512\n", "", "processors.memory_limiter has no limit")]
    [InlineData("spike_limit_mib: 128", "spike_limit_mib: 512", "processors.memory_limiter.spike_limit_mib is not below the limit")]
    [InlineData("send_batch_size: 256", "send_batch_size: many", "processors.batch.send_batch_size: 'many' is not int")]
    [InlineData("endpoint: jaeger:4317", "endpoint: http://jaeger:4317", "exporters.otlp_grpc/jaeger.endpoint: 'http://jaeger:4317' is not address")]
    [InlineData("    endpoint: jaeger:4317\n", "", "exporters.otlp_grpc/jaeger.endpoint is missing")]
    [InlineData("      insecure: true", "      insecure: yes", "exporters.otlp_grpc/jaeger.tls.insecure: 'yes' is not bool")]
    [InlineData("sizer: bytes", "sizer: tokens", "exporters.otlp_grpc/jaeger.sending_queue.batch.sizer: 'tokens' is not items|bytes")]
    [InlineData("endpoint: http://zipkin:9411/api/v2/spans", "endpoint: zipkin:9411", "exporters.zipkin.endpoint: 'zipkin:9411' is not url")]
    [InlineData("format: json", "format: thrift", "exporters.zipkin.format: 'thrift' is not json|proto")]
    [InlineData("endpoint: otelbridge:4317", "endpoint: localhost:4317", "localhost:4317 is sent to and listened on")]
    [InlineData("[memory_limiter, batch]", "[batch, memory_limiter]", "service.pipelines.traces: memory_limiter is not the first processor")]
    [InlineData("[memory_limiter, batch]", "[memory_limiter]", "processors.batch is in no pipeline")]
    [InlineData("[memory_limiter, batch]", "[memory_limiter, batch, batch]", "service.pipelines.traces: batch comes twice")]
    [InlineData("exporters: [otlp_grpc/jaeger, zipkin,", "exporters: [otlp_grpc/jeager, zipkin,", "service.pipelines.traces: otlp_grpc/jeager is not among the exporters")]
    [InlineData("      receivers: [otlp]\n", "", "service.pipelines.traces has no receivers")]
    [InlineData("    traces:\n", "    spans:\n", "service.pipelines.spans is no pipeline of traces")]
    [InlineData("  pipelines:", "  pipeline:", "service.pipelines is missing")]
    [InlineData("service:", "extension: {}\nservice:", "extension is not known")]
    public void File_BrokenInOnePlace_HasThatProblem(string text, string broken, string problem)
    {
        var original = CollectorFile.Read();
        var at = original.IndexOf(text, StringComparison.Ordinal);
        at.ShouldBeGreaterThan(0);

        var problems = new CollectorFile(string.Concat(original.AsSpan(0, at), broken, original.AsSpan(at + text.Length))).Problems();

        problems.ShouldContain(problem);
    }
}
