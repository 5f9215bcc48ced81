using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Postgres;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tests.Commands;

public sealed class ImportCommandTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Import_IntoAnEmptyStore_ExportsTheSameFile_HoweverOften(bool intoStore)
    {
        using var folder = new TemporaryFolder();
        await using var source = await ServerUnderTest.StartAsync();
        await FillAsync(source);
        var file = await ExportAsync(folder, "source.jsonl", source.StoreAddress);
        var target = $"sqlite:{folder.File("target.db")}";
        await using var server = intoStore ? null : await ServerUnderTest.StartAsync(store: target);
        string[] to = server is null ? ["--store", target] : ["--server", server.GrpcAddress.ToString()];

        for (var times = 1; times <= 2; times++)
        {
            var result = await OtelBridgeCommand.RunAsync(["import", file, .. to]);

            result.ExitCode.ShouldBe(0, result.Error);
            result.ErrorLines.ShouldBe(["Imported 124 traces."]);
            (await File.ReadAllTextAsync(await ExportAsync(folder, "target.jsonl", target))).ShouldBe(await File.ReadAllTextAsync(file));
        }
    }

    [Fact]
    public async Task Import_IntoPostgres_ExportsTheSameFile_AndTheDoctorAgrees()
    {
        using var folder = new TemporaryFolder();
        await using var source = await ServerUnderTest.StartAsync();
        await FillAsync(source);
        var file = await ExportAsync(folder, "source.jsonl", source.StoreAddress);
        await using var database = new PostgresTestDatabase();
        var target = await database.AddressAsync();

        var imported = await OtelBridgeCommand.RunAsync("import", file, "--store", target);
        var doctor = await OtelBridgeCommand.RunAsync("doctor", "--store", target);

        imported.ExitCode.ShouldBe(0, imported.Error);
        (await File.ReadAllTextAsync(await ExportAsync(folder, "target.jsonl", target))).ShouldBe(await File.ReadAllTextAsync(file));
        doctor.ExitCode.ShouldBe(0, doctor.Output + doctor.Error);
    }

    [Fact]
    public async Task BadLines_AreNamed_AndTheOthersStored()
    {
        using var folder = new TemporaryFolder();
        await using var source = await ServerUnderTest.StartAsync();
        await source.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(1, 1), OtlpSamples.Span(2, 1, offsetMs: 1)));
        var good = await File.ReadAllLinesAsync(await ExportAsync(folder, "good.jsonl", source.StoreAddress));
        string[] lines =
        [
            good[0],
            "",
            good[1][..^20],
            "[1]",
            """{"something":"else"}""",
            """{"info":{"trace_id":"tr-1","state":"FINE"},"resourceSpans":[]}""",
            """{"info":{"trace_id":7},"resourceSpans":[]}""",
            """{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"00","spanId":"00"}]}]}]}""",
            good[1].Replace("\"tags\":{}", "\"tags\":{\"a\":1}", StringComparison.Ordinal),
            good[1] + "\r",
        ];
        var file = folder.File("bad.jsonl");
        await File.WriteAllTextAsync(file, string.Join('\n', lines));

        var result = await OtelBridgeCommand.RunAsync("import", file, "--store", $"sqlite:{folder.File("target.db")}");

        result.ExitCode.ShouldBe(1);
        result.ErrorLines[^1].ShouldBe("Imported 2 traces; 7 lines could not be.");
        result.ErrorLines.Select(static line => line.Split(':', 3)).ShouldAllBe(static parts => parts.Length < 2 || parts[0] == "otelbridge");
        result.ErrorLines.SkipLast(1).Select(static line => line.Split(':')[1].Trim()).Order().ShouldBe(
            ["line 3", "line 4", "line 5", "line 6", "line 7", "line 8", "line 9"]);
        result.Error.ShouldContain("info.state: expected one of OK, ERROR, IN_PROGRESS");
        result.Error.ShouldContain("info.tags.a: expected text, found a number");
        result.Error.ShouldContain("it has no 'resourceSpans', and none of what MLflow writes");
        var stored = await File.ReadAllLinesAsync(await ExportAsync(folder, "stored.jsonl", $"sqlite:{folder.File("target.db")}"));
        stored.ShouldBe(good);
    }

    [Fact]
    public async Task Experiment_ThatIsAskedFor_TakesEveryTrace()
    {
        using var folder = new TemporaryFolder();
        await using var source = await ServerUnderTest.StartAsync();
        await FillAsync(source);
        var file = await ExportAsync(folder, "source.jsonl", source.StoreAddress);
        await using var target = await ServerUnderTest.StartAsync();
        var experiments = new List<string>();
        foreach (var name in (string[])["a", "b", "c"])
        {
            var created = await target.Grpc.CallAsync(TrackingServiceMethods.CreateExperiment, new CreateExperimentRequest { Name = name });
            experiments.Add(created.ExperimentId);
        }

        var result = await OtelBridgeCommand.RunAsync("import", file, "--server", target.GrpcAddress.ToString(), "--experiment", experiments[2]);
        var unknown = await OtelBridgeCommand.RunAsync("import", file, "--server", target.GrpcAddress.ToString(), "--experiment", "99");

        result.ExitCode.ShouldBe(0, result.Error);
        var page = await target.Grpc.CallAsync(TrackingServiceMethods.SearchTraces, new SearchTracesRequest { MaxResults = 500 });
        page.Traces.Count.ShouldBe(124);
        page.Traces.ShouldAllBe(trace => trace.ExperimentId == experiments[2]);
        unknown.ExitCode.ShouldBe(1);
        unknown.Error.ShouldContain("99");
    }

    [Fact]
    public async Task Store_ThatAServerUses_IsRefused_AndTheWayToldHow()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerUnderTest.StartAsync();
        var file = await ExportAsync(folder, "empty.jsonl", server.StoreAddress);

        var result = await OtelBridgeCommand.RunAsync("import", file, "--store", server.StoreAddress);

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("in use by another OtelBridge server");
        result.Error.ShouldContain("--server");
    }

    [Theory]
    [InlineData(1, "no-such-file.jsonl")]
    [InlineData(2)]
    public async Task File_ThatIsNotThere_IsNamed(int exitCode, params string[] arguments)
    {
        using var folder = new TemporaryFolder();

        var result = await OtelBridgeCommand.RunAsync(["import", .. arguments, "--store", $"sqlite:{folder.File("t.db")}"]);

        result.ExitCode.ShouldBe(exitCode, result.Error);
        result.Error.ShouldStartWith("otelbridge: ");
        Directory.GetFiles(folder.Path).ShouldBeEmpty();
    }

    private static async Task<string> ExportAsync(TemporaryFolder folder, string name, string store)
    {
        var file = folder.File(name);
        var result = await OtelBridgeCommand.RunAsync("export", "--store", store, "--output", file);
        result.ExitCode.ShouldBe(0, result.Error);
        return file;
    }

    // 120 plain traces, and four with everything that a trace can have.
    private static async Task FillAsync(ServerUnderTest server)
    {
        var chat = (await server.Grpc.CallAsync(TrackingServiceMethods.CreateExperiment, new CreateExperimentRequest { Name = "chat" })).ExperimentId;
        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(
            Enumerable.Range(1, 120).Select(static number => OtlpSamples.Span(number, number, offsetMs: number, status: (Status.Types.StatusCode)(number % 3)))));

        var rich = OtlpSamples.Span(200, 1, name: "root \n", offsetMs: 200)
            .With("mlflow.experimentId", chat)
            .With("mlflow.spanInputs", "{\"q\":\"\\u00e9\\n\"}")
            .With("mlflow.trace.session", "s-1")
            .With("mlflow.trace.tag.team", "search")
            .With("numbers", new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { DoubleValue = 0.1 }, new AnyValue { IntValue = long.MinValue } } } });
        rich.Events.Add(new Span.Types.Event { Name = "exception", TimeUnixNano = OtlpSamples.Start, Attributes = { OtlpSamples.Attribute("exception.message", "bad") } });
        rich.Links.Add(new Span.Types.Link { TraceId = OtlpSamples.TraceId(1), SpanId = OtlpSamples.SpanId(1) });
        var child = OtlpSamples.Span(200, 2, parent: 1, offsetMs: 203).With("gen_ai.usage.input_tokens", new AnyValue { IntValue = 7 });
        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(child));
        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(rich));

        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(201, 1, offsetMs: 201)));
        foreach (var (trace, experiment) in ((int, string)[])[(201, "0"), (202, chat)])
        {
            await server.Grpc.CallAsync(TrackingServiceMethods.StartTrace, new StartTraceRequest
            {
                Record = new TraceRecord
                {
                    TraceId = OtlpSamples.TraceIdText(trace),
                    ExperimentId = experiment,
                    State = TraceState.Error,
                    StartTimeUnixNano = OtlpSamples.Start + ((ulong)trace * 1_000_000) + 5,
                    DurationNano = 77_000_001,
                    RequestPreview = "asked",
                    ResponsePreview = "",
                    ClientRequestId = "c-1",
                    Tags = { ["mlflow.traceName"] = "named", ["a'b"] = "\u2028" },
                    Metadata = { ["mlflow.trace.sizeStats"] = """{"num_spans": 3}""", ["k"] = "v" },
                    Assessments =
                    {
                        new Assessment
                        {
                            Name = "good", SourceType = AssessmentSourceType.LlmJudge, SourceId = "judge", Rationale = "so", CreateTimeMs = 5,
                            Feedback = new Feedback { Value = "{ \"a\":\n 1.50 }" }, Metadata = { ["m"] = "1" },
                        },
                        new Assessment
                        {
                            Name = "right", SourceType = AssessmentSourceType.Human, CreateTimeMs = 6, SpanId = OtlpSamples.SpanIdText(1),
                            Expectation = new Expectation { Value = "\"x\"" },
                        },
                        new Assessment
                        {
                            Name = "broken", SourceType = AssessmentSourceType.Code, CreateTimeMs = 7, Valid = false,
                            Feedback = new Feedback { Error = new AssessmentError { ErrorCode = "E", ErrorMessage = "m", StackTrace = "at" } },
                        },
                    },
                },
            });
        }

        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(203, 1, parent: 9, offsetMs: 203, durationMs: -1)), [new("x-mlflow-experiment-id", chat)]);
        await server.Grpc.CallAsync(
            TrackingServiceMethods.SetTraceTag, new SetTraceTagRequest { TraceId = OtlpSamples.TraceIdText(203), Key = "set", Value = "later" });
    }
}
