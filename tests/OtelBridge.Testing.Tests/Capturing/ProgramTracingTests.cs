using System.Diagnostics;
using OpenTelemetry.Trace;
using OtelBridge.Testing.Tests.Environments;

namespace OtelBridge.Testing.Tests.Capturing;

/// <summary>What the program has set for the whole process holds for captures too.</summary>
[Collection(ProcessWide.Name)]
public sealed class ProgramTracingTests
{
    private static readonly ActivitySource Foreign = new("OtelBridge.Testing.Tests.Foreign");

    [Fact]
    public async Task Capture_WhereTheProgramListensToASource_HasItsSpansInTheTree()
    {
        using var tracing = MlflowTracing.Init(options =>
        {
            options.Export = ExportMode.None;
            options.Sources.Add(Foreign.Name);
        });
        using var capture = TraceCapture.Start();

        RunWithForeign();

        var trace = await capture.WaitForTraceAsync();
        trace.ShouldHaveTree("""
            CHAIN run
              UNKNOWN foreign
                TOOL step
            """);
        trace.Find("foreign").ShouldHaveAttribute("answer", 42).Source.ShouldBe(Foreign.Name);
    }

    [Fact]
    public async Task Capture_WhereNobodyListensToASource_HasTheTreeWithoutIt()
    {
        using var capture = TraceCapture.Start();

        RunWithForeign();

        (await capture.WaitForTraceAsync()).ShouldHaveTree("""
            CHAIN run
              TOOL step
            """);
    }

    [Fact]
    public void Capture_OfACallThatTwoLibrariesSay_ShowsItOnceWhileItRunsToo()
    {
        using var outer = new ActivitySource("Experimental.Microsoft.Extensions.AI");
        using var inner = new ActivitySource("OpenAI.ChatClient");
        using var capture = TraceCapture.Start();

        using (outer.StartActivity("chat gpt-4o"))
        using (inner.StartActivity("chat gpt-4o"))
        {
            capture.Traces.Single().ShouldHaveTree("UNKNOWN chat gpt-4o [OPEN]");
        }

        capture.Traces.Single().ShouldHaveTree("UNKNOWN chat gpt-4o");
    }

    [Theory]
    [InlineData(GenAILibraries.All, "CHAIN run\n  * chat gpt-4o")]
    [InlineData(GenAILibraries.None, "CHAIN run")]
    public async Task Capture_OfALibrary_HasItsSpansUnlessTheProgramDoesNotWantThem(GenAILibraries libraries, string tree)
    {
        using var library = new ActivitySource("Experimental.Microsoft.Extensions.AI");
        using var tracing = MlflowTracing.Init(options =>
        {
            options.Export = ExportMode.None;
            options.GenAI.Libraries = libraries;
        });
        try
        {
            using var capture = TraceCapture.Start();
            using (Mlflow.StartSpan("run", SpanType.Chain))
            {
                library.StartActivity("chat gpt-4o", ActivityKind.Client)?.Dispose();
            }

            (await capture.WaitForTraceAsync()).ShouldHaveTree(tree);
        }
        finally
        {
            tracing.Dispose();
            MlflowTracing.Init(static options => options.Export = ExportMode.None).Dispose();
        }
    }

    [Fact]
    public async Task Capture_OfALibraryWithoutTracing_HasItsSpansAsTheyAreRead()
    {
        using var library = new ActivitySource("Experimental.Microsoft.Extensions.AI");
        using var capture = TraceCapture.Start();

        using (var call = library.StartActivity("chat gpt-4o", ActivityKind.Client))
        {
            call.ShouldNotBeNull().SetTag("gen_ai.operation.name", "chat").SetTag("gen_ai.request.model", "gpt-4o").SetTag("gen_ai.usage.input_tokens", 12).SetTag("gen_ai.usage.output_tokens", 3);
        }

        (await capture.WaitForTraceAsync()).ShouldHaveTree("CHAT_MODEL chat gpt-4o").ShouldHaveTokens(input: 12, output: 3);
    }

    [Fact]
    public async Task Capture_WithSpanProcessorsOfTheProgram_HasWhatTheyLeave()
    {
        using var processors = Mlflow.Configure(static span => span.SetInputs("[masked]"));
        using var capture = TraceCapture.Start();

        Mlflow.StartSpan("ask", inputs: new { secret = "x" }).Dispose();

        (await capture.WaitForTraceAsync()).Root.ShouldHaveInputs("\"[masked]\"");
    }

    [Fact]
    public async Task Capture_OfASpanThatAProcessorDecidesAgainst_IsNotWaitedFor()
    {
        using var tracing = MlflowTracing.Init(
            static options => options.Export = ExportMode.None,
            configureProvider: static builder => builder.AddSource(Foreign.Name).AddProcessor(new Undecided()));
        using var capture = TraceCapture.Start();

        RunWithForeign();

        (await capture.WaitForTraceAsync()).ShouldHaveTree("""
            CHAIN run
              TOOL step
            """);
    }

    [Fact]
    public async Task Capture_WithTracingDisabledByTheEnvironment_CapturesAllTheSame()
    {
        using var environment = new EnvironmentVariables("OTEL_SDK_DISABLED", "OTEL_TRACES_SAMPLER");
        environment.Set("OTEL_SDK_DISABLED", "true");
        environment.Set("OTEL_TRACES_SAMPLER", "always_off");
        using var capture = TraceCapture.Start();

        Mlflow.StartSpan("ask").Dispose();

        (await capture.WaitForTraceAsync()).Root.Name.ShouldBe("ask");
    }

    [Fact]
    public async Task Capture_AfterTracingThatEndedWithSpansUnderWay_DoesNotWaitForIt()
    {
        using var capture = TraceCapture.Start();
        var tracing = MlflowTracing.Init(static options => options.Export = ExportMode.None);
        using (Mlflow.StartSpan("run", SpanType.Chain))
        {
            tracing.Dispose();
        }

        (await capture.WaitForTraceAsync()).ShouldHaveTree("CHAIN run");
    }

    private static void RunWithForeign()
    {
        using var run = Mlflow.StartSpan("run", SpanType.Chain);
        using var foreign = Foreign.StartActivity("foreign");
        foreign?.SetTag("answer", 42);
        using var step = Mlflow.StartSpan("step", SpanType.Tool);
    }

    private sealed class Undecided : OpenTelemetry.BaseProcessor<Activity>
    {
        public override void OnStart(Activity data)
        {
            if (ReferenceEquals(data.Source, Foreign))
            {
                data.IsAllDataRequested = false;
                data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            }
        }
    }
}
