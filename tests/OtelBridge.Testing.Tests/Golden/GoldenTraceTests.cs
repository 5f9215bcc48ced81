using OtelBridge.TestSupport;
using OtelBridge.Testing.Tests.Environments;

namespace OtelBridge.Testing.Tests.Golden;

/// <summary>The switches are variables of the process, so these tests run one after the other.</summary>
[Collection(EnvironmentVariables.Name)]
public sealed class GoldenTraceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EnvironmentVariables _environment = new("CI", "OTELBRIDGE_ACCEPT_TRACES");

    private string File => _folder.File("traces/answer.json");

    [Fact]
    public async Task Golden_OfAnotherRun_Matches()
    {
        _environment.Set("OTELBRIDGE_ACCEPT_TRACES", "1");
        (await RunAsync()).ShouldMatchGolden(File);
        _environment.Set("OTELBRIDGE_ACCEPT_TRACES", null);

        (await RunAsync()).ShouldMatchGolden(File);

        var text = System.IO.File.ReadAllText(File);
        text.ShouldContain("\"see (trace id)\"");
        text.ShouldNotContain("stacktrace");
    }

    [Fact]
    public async Task Golden_ThatIsMissing_SaysHowToAcceptAndWritesNothing()
    {
        var failure = Should.Throw<TraceAssertionException>((await RunAsync()).WithGolden(File));

        failure.Message.ShouldStartWith($"There is no golden trace yet, {File}. It would be:\n\n{{\n  \"session\": \"s-1\"");
        failure.Message.ShouldEndWith("run the test with OTELBRIDGE_ACCEPT_TRACES=1 in the environment, look at the file and commit it.");
        System.IO.File.Exists(File).ShouldBeFalse();
    }

    [Fact]
    public async Task Golden_ThatDiffers_ShowsTheLines()
    {
        _environment.Set("OTELBRIDGE_ACCEPT_TRACES", "1");
        (await RunAsync()).ShouldMatchGolden(File);
        _environment.Set("OTELBRIDGE_ACCEPT_TRACES", null);

        var failure = Should.Throw<TraceAssertionException>((await RunAsync(answer: "No.")).WithGolden(File));

        failure.Message.ShouldContain("-   \"outputs\": \"Yes.\",".Replace("-   ", "-       ", StringComparison.Ordinal));
        failure.Message.ShouldContain("+       \"outputs\": \"No.\",");
        failure.Message.ShouldNotContain("\"session\"");
    }

    [Fact]
    public async Task Golden_OnABuildServer_IsNotWritten()
    {
        _environment.Set("OTELBRIDGE_ACCEPT_TRACES", "1");
        _environment.Set("CI", "true");

        Should.Throw<TraceAssertionException>((await RunAsync()).WithGolden(File)).Message.ShouldContain("Nothing is written where CI is set");

        System.IO.File.Exists(File).ShouldBeFalse();
    }

    [Fact]
    public async Task Golden_WithIgnoredPlaces_ComparesTheRest()
    {
        var options = new GoldenTraceOptions { IgnoredAttributes = { "order.*", "mlflow.trace.session" }, IgnoredPaths = { "$.outputs", "$.inputs..at" } };
        _environment.Set("OTELBRIDGE_ACCEPT_TRACES", "1");
        (await RunAsync("one", order: 1, at: 1)).ShouldMatchGolden(File, options);
        _environment.Set("OTELBRIDGE_ACCEPT_TRACES", null);

        (await RunAsync("two", order: 2, at: 2)).ShouldMatchGolden(File, options);

        System.IO.File.ReadAllText(File).ShouldContain("\"at\": \"(ignored)\"");
        System.IO.File.ReadAllText(File).ShouldNotContain("session");
        Should.Throw<TraceAssertionException>((await RunAsync("two", question: "else")).WithGolden(File, options));
        Should.Throw<ArgumentException>((await RunAsync()).WithGolden(File, new GoldenTraceOptions { IgnoredPaths = { "inputs" } })).Message.ShouldContain("a path begins with $");
    }

    public void Dispose()
    {
        _environment.Dispose();
        _folder.Dispose();
    }

    internal static async Task<CapturedTrace> RunAsync(string answer = "Yes.", string question = "is it", int order = 1, int at = 1)
    {
        using var capture = TraceCapture.Start();
        using (Mlflow.UseSession("s-1"))
        using (var root = Mlflow.StartSpan("answer", SpanType.Agent, new { question, deep = new[] { new { at } } }))
        {
            root.SetOutputs(answer).SetAttribute("order.number", order).SetAttribute("link", "see " + root.TraceId[3..]);
            using var step = Mlflow.StartSpan("look up", SpanType.Tool);
            step.RecordException(new InvalidOperationException("not there"));
        }

        return await capture.WaitForTraceAsync();
    }
}
