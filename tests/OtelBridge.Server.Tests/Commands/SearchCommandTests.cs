using System.Text.Json;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Commands;

public sealed class SearchCommandTests
{
    [Fact]
    public async Task Json_PagesThroughTheStore_NewestFirst()
    {
        await using var server = await StartWithTracesAsync(3);

        var first = await SearchAsync(server, "--max", "2", "--json");
        var token = first.GetProperty("next_page_token").GetString()!;
        var second = await SearchAsync(server, "--max", "2", "--json", "--page-token", token);

        Ids(first).ShouldBe([OtlpSamples.TraceIdText(3), OtlpSamples.TraceIdText(2)]);
        Ids(second).ShouldBe([OtlpSamples.TraceIdText(1)]);
        second.TryGetProperty("next_page_token", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Table_ShowsOneLinePerTrace_AndHowToGoOn()
    {
        await using var server = await StartWithTracesAsync(3);

        var result = await OtelBridgeCommand.RunAsync("search", "--store", server.StoreAddress, "--max", "2");

        result.ExitCode.ShouldBe(0, result.Error);
        var lines = result.Output.Split('\n');
        lines.Count(static line => line.Contains("tr-", StringComparison.Ordinal)).ShouldBe(2);
        lines.Single(static line => line.Contains(OtlpSamples.TraceIdText(3), StringComparison.Ordinal)).ShouldContain("name ␛[31m [x]");
        lines.ShouldContain(static line => line.StartsWith("More: --page-token ", StringComparison.Ordinal));
        result.Output.ShouldNotContain('\u001b');
        lines.ShouldAllBe(static line => line.TrimEnd() == line);
    }

    [Fact]
    public async Task Experiment_WithoutTraces_SaysSo()
    {
        await using var server = await StartWithTracesAsync(1);

        var result = await OtelBridgeCommand.RunAsync(
            "search", "--server", server.GrpcAddress.ToString(), "--experiment", "5", "--experiment", "6");

        result.Output.Trim().ShouldBe("No traces.");
        result.ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData(2, "--max", "0")]
    [InlineData(2, "--max", "many")]
    [InlineData(2, "--store", "sqlite:a.db", "--server", "grpc://127.0.0.1:1")]
    [InlineData(1, "--experiment", "first")]
    [InlineData(1, "--page-token", "made up")]
    public async Task WrongOption_IsNamed(int exitCode, params string[] options)
    {
        await using var server = await ServerUnderTest.StartAsync();
        string[] source = options.Contains("--store") ? [] : ["--server", server.GrpcAddress.ToString()];

        var result = await OtelBridgeCommand.RunAsync(["search", .. source, .. options]);

        result.ExitCode.ShouldBe(exitCode, result.Error);
        result.Error.ShouldStartWith("otelbridge: ");
        result.Output.ShouldBeEmpty();
    }

    private static async Task<JsonElement> SearchAsync(ServerUnderTest server, params string[] options)
    {
        var result = await OtelBridgeCommand.RunAsync(["search", "--server", server.GrpcAddress.ToString(), .. options]);
        result.ExitCode.ShouldBe(0, result.Error);
        return JsonDocument.Parse(result.Output).RootElement;
    }

    private static IEnumerable<string?> Ids(JsonElement page) =>
        page.GetProperty("traces").EnumerateArray().Select(static trace => trace.GetProperty("trace_id").GetString());

    private static async Task<ServerUnderTest> StartWithTracesAsync(int count)
    {
        var server = await ServerUnderTest.StartAsync();
        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(Enumerable.Range(1, count).Select(
            static number => OtlpSamples.Span(number, number, name: "name \u001b[31m [x]", offsetMs: number))));
        return server;
    }
}
