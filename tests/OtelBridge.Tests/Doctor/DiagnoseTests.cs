using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using OpenTelemetry;
using OpenTelemetry.Trace;
using OtelBridge.Configuration;
using OtelBridge.Doctor;
using OtelBridge.Grpc;
using OtelBridge.Probing;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Otlp;
using OtelBridge.Tests.Client;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Tests.Doctor;

/// <summary>Faults planted into a tracing: each is found, alone, with what to do.</summary>
public sealed class DiagnoseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // Where nothing emits there is nothing to hear; the second of those who ask would be waited for in each test.
    private static readonly TimeSpan Listening = TimeSpan.FromMilliseconds(50);

    private static readonly (string, string) Named = (EnvironmentKeys.ServiceName, "tests");

    /// <summary>Every fault: its code, and a piece of the remedy.</summary>
    private static readonly Dictionary<string, (string Remedy, Func<Task<DiagnosisReport>> Diagnose)> Faults = new()
    {
        ["disabled"] = ("OTEL_SDK_DISABLED", () => DiagnoseAsync(Named, (EnvironmentKeys.SdkDisabled, "true"))),
        ["not-started"] = ("MlflowTracing.Init", static () => new MlflowTracing().DiagnoseAsync(Patience)),
        ["no-destination"] = ("Set Export to Auto", () => DiagnoseAsync(Named, ("Mlflow:Export", "None"))),
        ["setting-ignored"] = ("Correct or remove MLFLOW_TRACE_SAMPLING_RATIO", () => DiagnoseStoreAsync((EnvironmentKeys.SamplingRatio, "many"))),
        ["sampling-zero"] = ("above 0", () => DiagnoseStoreAsync((EnvironmentKeys.SamplingRatio, "0"))),
        ["source-missing"] = ("Correct the name in Sources", () => DiagnoseStoreAsync(("Mlflow:Sources", "Nobody.Makes.This"))),
        ["source-not-added"] = ("Add \"Doctor.Unheard\" to Sources", DiagnoseEmittingAsync),
        ["several-providers"] = ("once, for one provider", DiagnoseTwiceTracedAsync),
        ["service-unnamed"] = ("OTEL_SERVICE_NAME", async () =>
        {
            await using var store = await FakeCollector.StartAsync();
            store.Experiments["Default"] = "0";
            return await DiagnoseAsync((EnvironmentKeys.TrackingUri, store.TrackingUri), (EnvironmentKeys.ExperimentName, "Default"));
        }),
        ["folder-unwritable"] = ("another folder", async () =>
        {
            using var folder = new TemporaryFolder();
            await File.WriteAllTextAsync(folder.File("taken"), "a file");
            return await DiagnoseAsync(Named, ("Mlflow:Destinations:lines:Kind", "File"), ("Mlflow:Destinations:lines:Endpoint", folder.File("taken/below/spans.jsonl")));
        }),
        ["spool-space"] = ("lower MaxSpoolBytes", async () =>
        {
            using var folder = new TemporaryFolder();
            return await DiagnoseStoreAsync(("Mlflow:Delivery:SpoolPath", folder.Path), ("Mlflow:Delivery:MaxSpoolBytes", $"{long.MaxValue}"));
        }),
        ["spool-filling"] = ("raise MaxSpoolBytes", async () =>
        {
            using var folder = new TemporaryFolder();
            Directory.CreateDirectory(folder.File("store"));
            await File.WriteAllBytesAsync(folder.File("store/left.bin"), new byte[900]);
            return await DiagnoseStoreAsync(("Mlflow:Delivery:SpoolPath", folder.Path), ("Mlflow:Delivery:MaxSpoolBytes", "1000"));
        }),
        ["spans-dropped"] = ("The receiver refuses the spans", DiagnoseRejectedAsync),
        ["out-of-order"] = ("Mend what the checks", DiagnoseOpenCircuitAsync),
        ["connection-refused"] = ("Start the server", () => DiagnoseAsync(Named, (EnvironmentKeys.TrackingUri, "grpc://127.0.0.1:1"))),
        ["experiment-missing"] = ("Set the id of an experiment that exists", () => DiagnoseServerAsync(static s => $"grpc://{s.GrpcAddress.Authority}", "999")),
        ["experiment-deleted"] = ("Restore the experiment", async () =>
        {
            await using var server = await ServerUnderTest.StartAsync();
            var id = (await server.Grpc.CallAsync(TrackingServiceMethods.CreateExperiment, new CreateExperimentRequest { Name = "gone" })).ExperimentId;
            await server.Grpc.CallAsync(TrackingServiceMethods.DeleteExperiment, new DeleteExperimentRequest { ExperimentId = id });
            return await DiagnoseAsync(Named, (EnvironmentKeys.TrackingUri, server.HttpAddress.ToString()), (EnvironmentKeys.ExperimentId, id));
        }),
        ["experiment-forbidden"] = ("right to edit", () => DiagnoseMlflowAsync(static (context, _) => context.Request.Path.StartsWithSegments("/api/2.0/mlflow/experiments")
            ? AnsweringServer.WriteAsync(context, 403, "{\"error_code\":\"PERMISSION_DENIED\"}")
            : AnswerAsMlflowAsync(context, "3.6.0"))),
        ["experiment-unchecked"] = ("log of the server", () => DiagnoseMlflowAsync(static (context, _) => context.Request.Path.StartsWithSegments("/api/2.0/mlflow/experiments")
            ? AnsweringServer.WriteAsync(context, 500, "{}")
            : AnswerAsMlflowAsync(context, "3.6.0"))),
        ["unauthenticated"] = ("MLFLOW_TRACKING_TOKEN", () => DiagnoseMlflowAsync(static (context, _) => AnsweringServer.WriteAsync(context, 401, "{}"))),
        ["server-old"] = ("Upgrade the MLflow server", () => DiagnoseMlflowAsync(static (context, _) => AnswerAsMlflowAsync(context, "2.22.0"))),
        ["server-unknown"] = ("kind Collector", () => DiagnoseMlflowAsync(static (context, _) => AnswerAsMlflowAsync(context, "<html>"))),
        ["not-a-store"] = ("CollectorEndpoint", async () =>
        {
            await using var collector = await FakeCollector.StartAsync();
            collector.TrackingStatus = GrpcStatusCode.Unimplemented;
            return await DiagnoseAsync(Named, (EnvironmentKeys.TrackingUri, collector.TrackingUri));
        }),
    };

    public static TheoryData<string> Codes => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Fault_ThatIsPlanted_IsFoundAloneWithItsRemedy(string code)
    {
        var (remedy, diagnose) = Faults[code];

        var report = await diagnose();

        report.Faults.Select(static f => f.Code).ShouldBe([code], report.ToString());
        report.Faults[0].Remedy.ShouldNotBeNull().ShouldContain(remedy);
        var kind = TracingFaults.All.Concat(EndpointFaults.All).Single(k => k.Code == code);
        (report.Faults[0].Outcome, report.Faults[0].Check).ShouldBe((kind.Outcome, kind.Check));
        report.HasErrors.ShouldBe(kind.Outcome == FindingOutcome.Error);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(true, "support")]
    [InlineData(false, null)]
    [InlineData(false, "support")]
    public async Task Store_InGoodHealth_GivesNoFaultAndIsLeftAsItWas(bool grpc, string? experiment)
    {
        await using var server = await ServerUnderTest.StartAsync();
        var report = await DiagnoseAsync(
            Named, (EnvironmentKeys.TrackingUri, grpc ? $"grpc://{server.GrpcAddress.Authority}" : server.HttpAddress.ToString()), (EnvironmentKeys.ExperimentName, experiment ?? string.Empty));

        report.Faults.ShouldBeEmpty();
        report.Findings.Where(static f => f.Subject == "store").Select(static f => f.Check).ShouldBe(["address", "connection", "protocol", "spans", "clock", "server", "experiment"]);
        report.ToString().ShouldContain(experiment is null ? "the default experiment exists: 0, 'Default'" : "experiment 'support' does not exist and is made with the first span");
        report.ToString().ShouldEndWith(report.Summary);
        (await server.Grpc.CallAsync(TrackingServiceMethods.SearchExperiments, new SearchExperimentsRequest())).Experiments.ShouldHaveSingleItem();
        (await server.Grpc.CallAsync(TrackingServiceMethods.CountTraces, new CountTracesRequest())).Count.ShouldBe(0);
    }

    [Fact]
    public async Task Destinations_OfEveryKind_AreLookedAtSideBySide()
    {
        await using var collector = await FakeCollector.StartAsync();
        using var folder = new TemporaryFolder();

        var report = await DiagnoseAsync(
            Named,
            ("Mlflow:Export", "Collector"),
            (EnvironmentKeys.OtlpEndpoint, collector.GrpcEndpoint),
            ("Mlflow:Destinations:web:Endpoint", $"{collector.HttpEndpoint}/v1/traces"),
            ("Mlflow:Destinations:web:Protocol", "http/protobuf"),
            ("Mlflow:Destinations:lines:Kind", "File"),
            ("Mlflow:Destinations:lines:Endpoint", folder.File("spans.jsonl")),
            ("Mlflow:Destinations:screen:Kind", "Console"));

        report.Faults.ShouldBeEmpty(report.ToString());
        report.Findings.Select(static f => f.Subject).Distinct().Where(static s => s != "sources").ShouldBe(["collector", "lines", "screen", "web", "tracing"]);
        collector.Spans.ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Requests_OfTheDoctor_BecomeNoSpans()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var ended = new Ended();
        using var tracing = MlflowTracing.Init(
            static o => o.Sources.Add("*"), Traced.Configuration(Named, (EnvironmentKeys.TrackingUri, server.HttpAddress.ToString())), b => b.AddProcessor(ended));

        await tracing.DiagnoseAsync(Patience);

        // What the server in this process does is its own affair.
        ended.Activities.Where(static a => a.Kind == ActivityKind.Client || a.Source.Name.StartsWith("Experimental.System.Net", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Timeout_IsKept_WhereNobodyAnswers()
    {
        await using var collector = await FakeCollector.StartAsync();
        collector.Answer(static _ => CollectorAnswer.Stall);

        var report = await Diagnose(TimeSpan.FromSeconds(2), Named, ("Mlflow:Export", "Collector"), (EnvironmentKeys.OtlpEndpoint, collector.GrpcEndpoint));

        report.Faults.Select(static f => f.Code).ShouldBe(["no-answer"]);
    }

    [Fact]
    public async Task Secrets_OfTheSettings_AreNotInTheReport()
    {
        await using var server = await AnsweringServer.StartAsync(401, "{}");

        var report = await DiagnoseAsync(
            Named, (EnvironmentKeys.TrackingUri, server.Address.ToString()), (EnvironmentKeys.TrackingToken, "s3cret"), ("Mlflow:Delivery:MaxQueueSpans", "http://user:s3cret@host/"));

        server.Requests.ShouldContain(static r => r.Path == "/v1/traces" && r.Headers["Authorization"] == "Bearer s3cret");
        report.Faults.Select(static f => f.Code).ShouldBe(["unauthenticated", "setting-ignored"]);
        report.ToString().ShouldNotContain("s3cret");
    }

    private static Task<DiagnosisReport> DiagnoseAsync(params (string, string)[] pairs) => Diagnose(Patience, pairs);

    private static async Task<DiagnosisReport> Diagnose(TimeSpan timeout, params (string, string)[] pairs)
    {
        using var tracing = Traced.To(pairs);
        return await tracing.LookAsync(timeout, Listening, CancellationToken.None);
    }

    /// <summary>With a store that is in good health.</summary>
    private static async Task<DiagnosisReport> DiagnoseStoreAsync(params (string, string)[] pairs)
    {
        await using var server = await ServerUnderTest.StartAsync();
        return await DiagnoseAsync([Named, (EnvironmentKeys.TrackingUri, $"grpc://{server.GrpcAddress.Authority}"), .. pairs]);
    }

    private static async Task<DiagnosisReport> DiagnoseServerAsync(Func<ServerUnderTest, string> address, string experimentId)
    {
        await using var server = await ServerUnderTest.StartAsync();
        return await DiagnoseAsync(Named, (EnvironmentKeys.TrackingUri, address(server)), (EnvironmentKeys.ExperimentId, experimentId));
    }

    private static async Task<DiagnosisReport> DiagnoseMlflowAsync(Func<HttpContext, int, Task> answer)
    {
        await using var server = await AnsweringServer.StartAsync(answer);
        return await DiagnoseAsync(Named, (EnvironmentKeys.TrackingUri, server.Address.ToString()));
    }

    private static Task AnswerAsMlflowAsync(HttpContext context, string version) => context.Request.Path.Value switch
    {
        "/version" => AnsweringServer.WriteAsync(context, 200, version, "text/plain"),
        "/v1/traces" when version[0] == '2' => AnsweringServer.WriteAsync(context, 404, string.Empty),
        "/v1/traces" => AnsweringServer.WriteAsync(context, 400, "{\"detail\":\"Invalid OpenTelemetry protobuf format\"}"),
        "/api/2.0/mlflow/experiments/get" => AnsweringServer.WriteAsync(context, 200, "{\"experiment\":{\"experiment_id\":\"0\",\"name\":\"Default\",\"lifecycle_stage\":\"active\"}}"),
        _ => AnsweringServer.WriteAsync(context, 404, string.Empty),
    };

    private static async Task<DiagnosisReport> DiagnoseEmittingAsync()
    {
        using var unheard = new ActivitySource("Doctor.Unheard");
        using var over = new CancellationTokenSource();
        var emitting = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                unheard.StartActivity("work").ShouldBeNull();
                await Task.Yield();
            }
        });
        await using var server = await ServerUnderTest.StartAsync();
        using var tracing = Traced.To(Named, (EnvironmentKeys.TrackingUri, $"grpc://{server.GrpcAddress.Authority}"));
        var report = await tracing.DiagnoseAsync(Patience);
        await over.CancelAsync();
        await emitting;
        return report;
    }

    private static async Task<DiagnosisReport> DiagnoseTwiceTracedAsync()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var second = Sdk.CreateTracerProviderBuilder().AddMlflow(o => o.TrackingUri = $"grpc://{server.GrpcAddress.Authority}").Build();
        return await DiagnoseAsync(Named, (EnvironmentKeys.TrackingUri, $"grpc://{server.GrpcAddress.Authority}"));
    }

    private static async Task<DiagnosisReport> DiagnoseRejectedAsync()
    {
        await using var collector = await FakeCollector.StartAsync();
        collector.Answer(static request => request.ResourceSpans.Count > 0 ? CollectorAnswer.Reject(1) : CollectorAnswer.Ok);
        using var tracing = Traced.To(Named, ("Mlflow:Export", "Collector"), (EnvironmentKeys.OtlpEndpoint, collector.GrpcEndpoint));
        Mlflow.Trace("refused", static () => { });
        await tracing.FlushAsync(Traced.Patience);
        return await tracing.DiagnoseAsync(Patience);
    }

    private static async Task<DiagnosisReport> DiagnoseOpenCircuitAsync()
    {
        await using var collector = await FakeCollector.StartAsync();
        collector.Answer(static request => request.ResourceSpans.Count > 0 ? CollectorAnswer.Fail(GrpcStatusCode.Unavailable) : CollectorAnswer.Ok);
        using var tracing = Traced.To(
            Named, ("Mlflow:Export", "Collector"), (EnvironmentKeys.OtlpEndpoint, collector.GrpcEndpoint), ("Mlflow:Delivery:ShutdownTimeout", "00:00:00.1"), ("Mlflow:Delivery:BatchDelay", "00:00:00.01"));
        Mlflow.Trace("waits", static () => { });
        await tracing.FlushAsync(TimeSpan.FromSeconds(6));
        return await tracing.DiagnoseAsync(Patience);
    }

    private sealed class Ended : BaseProcessor<Activity>
    {
        public ConcurrentQueue<Activity> Activities { get; } = new(); // bounded by what one test starts

        public override void OnEnd(Activity data) => Activities.Enqueue(data);
    }
}
