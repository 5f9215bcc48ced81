using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Deployment;

/// <summary>The compose file of the examples: services, images, ports and mounted files agree with each other and with the collector's configuration.</summary>
public sealed class ComposeFileTests
{
    private static readonly string Original = File.ReadAllText(ComposeFile.Path);

    [Fact]
    public void File_AsItIs_HasNoProblems() => new ComposeFile(Original).Problems().ShouldBeEmpty();

    [Theory]
    [InlineData("jaeger:2.20.0", "jaeger:latest", "jaeger has neither an image that is known nor a container file")]
    [InlineData("dockerfile: examples/Dockerfile", "dockerfile: Dockerfile", "otelbridge has neither an image that is known nor a container file")]
    [InlineData("  zipkin:\n", "  zippkin:\n", "collector sends to zipkin:9411, where no service listens")]
    [InlineData("jaeger, zipkin, otelbridge]", "jaeger, zipkin]", "collector does not wait for otelbridge")]
    [InlineData("jaeger, zipkin, otelbridge]", "jaeger, zipkin, otelbridge, kafka]", "collector depends on kafka, which is no service")]
    [InlineData("      OTELCOL_LISTEN_HOST: 0.0.0.0", "      OTELCOL_HOST: 0.0.0.0", "collector listens on localhost of its container, which nobody outside reaches")]
    [InlineData("../otel-collector-config.yaml:", "./otel-collector-config.yaml:", "collector mounts ./otel-collector-config.yaml, which is not there")]
    [InlineData(
        "/etc/otelcol-contrib/config.yaml:ro",
        "/etc/otelcol/config.yaml:ro",
        "collector reads /etc/otelcol-contrib/config.yaml, and its configuration is mounted at /etc/otelcol/config.yaml")]
    [InlineData("\"127.0.0.1:4318:4318\"", "\"127.0.0.1:4318:4319\"", "collector publishes 4319, where it does not listen")]
    [InlineData("      - \"127.0.0.1:4318:4318\"", "#", "collector listens on 4318, which is not published")]
    [InlineData("\"127.0.0.1:4319:4317\"", "\"127.0.0.1:4317:4317\"", "port 4317 of this machine is published twice")]
    [InlineData("\"127.0.0.1:9411:9411\"", "\"9411:9411\"", "zipkin publishes 9411 beyond this machine")]
    [InlineData("traces:/data", "spans:/data", "otelbridge mounts spans, which is not there")]
    [InlineData("    image: openzipkin", "    imagine: openzipkin", "zipkin.imagine is not known")]
    public void File_BrokenInOnePlace_HasThatProblem(string text, string broken, string problem)
    {
        var at = Original.IndexOf(text, StringComparison.Ordinal);
        at.ShouldBeGreaterThan(0);

        var problems = new ComposeFile(string.Concat(Original.AsSpan(0, at), broken, Original.AsSpan(at + text.Length))).Problems();

        problems.ShouldContain(problem);
    }

    [Fact]
    public void Example_WithoutSettings_SendsWhereTheServicesArePublished()
    {
        var compose = new ComposeFile(Original);
        var program = File.ReadAllText(RepositoryFolder.File("examples", "DualExport", "Program.cs"));
        var page = File.ReadAllText(RepositoryFolder.File("examples", "DualExport", "README.md"));

        program.ShouldContain($"\"http://localhost:{compose.PublishedPorts("collector")[4317]}\"");
        program.ShouldContain($"\"grpc://localhost:{compose.PublishedPorts("otelbridge")[4317]}\"");
        page.ShouldContain($"http://localhost:{compose.PublishedPorts("jaeger")[16686]}");
        page.ShouldContain($"http://localhost:{compose.PublishedPorts("zipkin")[9411]}/zipkin");
        page.ShouldContain($"http://localhost:{compose.PublishedPorts("otelbridge")[5000]}");
    }

    [Fact]
    public async Task ServersContainer_ItsOptions_AreThoseOfTheServer()
    {
        // The same words, on free ports and in a folder of the test's.
        using var folder = new TemporaryFolder();
        var words = ContainerFile.EntryPoint();
        words.Take(2).ShouldBe(["/app/otelbridge", "serve"]);
        var exposed = ContainerFile.Exposed(ContainerFile.Path);
        var options = words.Skip(2).Select(word => exposed.Aggregate(word, (text, port) => text == $"*:{port}" ? "127.0.0.1:0" : text).Replace("/data/", folder.Path + "/", StringComparison.Ordinal));

        await using var server = await OtelBridgeProcess.StartAsync([.. options], new Dictionary<string, string?>());

        exposed.Count.ShouldBe(3);
        server.Lines.ShouldContain(line => line.StartsWith("store", StringComparison.Ordinal) && line.EndsWith("/otelbridge.db", StringComparison.Ordinal));
        ContainerFile.Instructions(ContainerFile.Path, "RUN").ShouldContain(static command => command.Contains("publish src/OtelBridge.Server "));
        Directory.Exists(RepositoryFolder.File("src", "OtelBridge.Server")).ShouldBeTrue();
    }
}
