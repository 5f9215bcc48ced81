using Microsoft.Data.Sqlite;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tests.Commands;

public sealed class DoctorCommandTests(DoctorCommandTests.FilledStore filled) : IClassFixture<DoctorCommandTests.FilledStore>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => $"sqlite:{_folder.File("traces.db")}";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Store_ThatIsSound_AlsoBesideItsServer_IsFoundSound()
    {
        await using var server = await ServerUnderTest.StartAsync(store: Store);
        await FillAsync(server);

        var result = await OtelBridgeCommand.RunAsync("doctor", "--store", Store);

        result.ExitCode.ShouldBe(0, result.Output + result.Error);
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.ShouldAllBe(static line => line.StartsWith("ok ", StringComparison.Ordinal) || line.StartsWith("note ", StringComparison.Ordinal));
        lines.Select(static line => line[9..24].Trim()).ShouldBe(
            ["file", "references", "space", "old values", "blocks", "traces", "spans", "span columns", "records", "costs", "search values", "text index", "orphans", "block uses", "text queue", "kept sums"]);
        lines.ShouldContain(static line => line.Contains("32 traces, 61 spans"));
    }

    [Fact]
    public async Task Store_WhoseTextIsIndexed_IsFoundSound()
    {
        await OtelBridgeCommand.RunAsync("seed", "--store", Store, "--traces", "30");

        var result = await OtelBridgeCommand.RunAsync("doctor", "--store", Store);

        result.ExitCode.ShouldBe(0, result.Output + result.Error);
        result.Output.ShouldContain("no trace waits for the text index");
    }

    [Fact]
    public async Task Store_WhoseTextIndexLostItsWords_IsFoundAndRepaired()
    {
        await OtelBridgeCommand.RunAsync("seed", "--store", Store, "--traces", "30");
        Damage("INSERT INTO trace_text (trace_text) VALUES ('delete-all')");

        var found = await OtelBridgeCommand.RunAsync("doctor", "--store", Store);
        await OtelBridgeCommand.RunAsync("doctor", "--store", Store, "--repair");
        var repaired = await OtelBridgeCommand.RunAsync("doctor", "--store", Store);

        found.ExitCode.ShouldBe(1);
        found.Output.ShouldContain("WRONG    text index");
        repaired.Output.ShouldNotContain("WRONG");
    }

    [Fact]
    public async Task Repair_AfterTracesWereDeleted_RemovesTheirValuesAlone()
    {
        filled.CopyTo(_folder);
        Damage("INSERT INTO facets (kind, key, value) VALUES (6, 'owner', 'somebody who left')");

        var found = await OtelBridgeCommand.RunAsync("doctor", "--store", Store);
        var repaired = await OtelBridgeCommand.RunAsync("doctor", "--store", Store, "--repair");
        var after = await OtelBridgeCommand.RunAsync("doctor", "--store", Store);

        found.ExitCode.ShouldBe(0, found.Output);
        found.Output.ShouldContain("1 search values are of traces that were deleted");
        repaired.Output.ShouldContain("removed 1 search values");
        after.Output.ShouldContain("every search value is one of a trace");
        after.Output.ShouldContain("every trace is found by its values");
        (await CommandEntries.ReadAsync(Store)).ShouldBe(["change doctor --repair [] done"]);
    }

    [Theory]
    [InlineData("block uses", "UPDATE block_uses SET spans = spans + 1")]
    [InlineData("block uses", "DELETE FROM block_uses")]
    [InlineData("block uses", "INSERT INTO block_uses VALUES (999, 1)")]
    [InlineData("block uses", "INSERT INTO blocks VALUES (999, 0, 0, x'')")]
    [InlineData("span columns", "UPDATE spans SET name = 'other' WHERE trace_key = 3")]
    [InlineData("span columns", "UPDATE spans SET parent_id = NULL, type = 'X', status = 2, total_tokens = 1, input_tokens = 1, output_tokens = 0")]
    [InlineData("records", "UPDATE traces SET span_count = 7, root_span_id = NULL")]
    [InlineData("records", "UPDATE traces SET state = 2, end_ns = NULL, name = 'x', input_tokens = 1, output_tokens = 1, total_tokens = 2 WHERE trace_key = 2")]
    [InlineData("records", "UPDATE traces SET total_cost = 1, unpriced_spans = 3")]
    [InlineData("span columns", "UPDATE spans SET service_id = NULL, model_id = 1, error = 'x' WHERE trace_key = 4")]
    [InlineData("search values", "DELETE FROM trace_facets WHERE first_key < 10")]
    [InlineData("search values", "DELETE FROM facets")]
    [InlineData("orphans", "INSERT INTO spans SELECT 999, span_id, NULL, block_id, part, ordinal, status, start_ns, end_ns, name, type, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM spans WHERE trace_key = 1")]
    [InlineData("text index", "DELETE FROM text_pending")]
    [InlineData("kept sums", "DELETE FROM rollup_marks; INSERT OR REPLACE INTO rollups SELECT DISTINCT experiment_id, 0, 0, start_ns / 300000000000, x'0100' FROM traces")]
    public async Task Repair_PutsRight_WhatFollowsFromTheSpans(string check, string damage)
    {
        filled.CopyTo(_folder);
        Damage(damage);

        var found = await OtelBridgeCommand.RunAsync("doctor", "--store", Store);
        var repaired = await OtelBridgeCommand.RunAsync("doctor", "--store", Store, "--repair");
        var after = await OtelBridgeCommand.RunAsync("doctor", "--store", Store);

        found.ExitCode.ShouldBe(1, found.Output + found.Error);
        found.Output.Split('\n').ShouldContain(line => line.StartsWith($"WRONG    {check} ", StringComparison.Ordinal) && line.Contains("--repair", StringComparison.Ordinal), found.Output);
        repaired.ExitCode.ShouldBe(0, repaired.Output + repaired.Error);
        repaired.Output.Split('\n').ShouldContain(line => line.StartsWith($"repaired {check} ", StringComparison.Ordinal), repaired.Output);
        after.ExitCode.ShouldBe(0, after.Output + after.Error);
        (await ExportAsync(Store)).ShouldBe(filled.Export);
    }

    [Theory]
    [InlineData("blocks", "UPDATE blocks SET payload = zeroblob(length(payload))")]
    [InlineData("spans", "UPDATE spans SET ordinal = 400 WHERE trace_key = 5")]
    [InlineData("spans", "UPDATE spans SET part = 3 WHERE trace_key = 5")]
    [InlineData("spans", "DELETE FROM blocks")]
    [InlineData("references", "PRAGMA foreign_keys = OFF; INSERT INTO trace_tags (trace_key, key, value) VALUES (999, 'a', 'b')")]
    public async Task Damage_ThatNobodyCanUndo_StaysNamed(string check, string damage)
    {
        filled.CopyTo(_folder);
        Damage(damage);

        var found = await OtelBridgeCommand.RunAsync("doctor", "--store", Store);
        var repaired = await OtelBridgeCommand.RunAsync("doctor", "--store", Store, "--repair");

        foreach (var result in (CommandResult[])[found, repaired])
        {
            result.ExitCode.ShouldBe(1, result.Output + result.Error);
            result.Output.Split('\n').ShouldContain(
                line => line.StartsWith($"WRONG    {check} ", StringComparison.Ordinal) && line.Contains("Restore a backup", StringComparison.Ordinal), result.Output);
        }
    }

    [Fact]
    public async Task Repair_BesideAServer_IsRefused()
    {
        await using var server = await ServerUnderTest.StartAsync(store: Store);

        var result = await OtelBridgeCommand.RunAsync("doctor", "--store", Store, "--repair");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("in use by another OtelBridge server");
    }

    [Fact]
    public async Task Store_ThatIsNotThere_IsNamed()
    {
        var result = await OtelBridgeCommand.RunAsync(new Dictionary<string, string?> { ["OTELBRIDGE_STORE"] = Store }, "doctor");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldStartWith("otelbridge: There is no store at");
    }

    private static async Task FillAsync(ServerUnderTest server)
    {
        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(Enumerable.Range(1, 30).SelectMany(static number =>
            (Span[])[
                OtlpSamples.Span(number, 1, offsetMs: number).With("mlflow.spanInputs", "\"q\"").With("mlflow.spanType", "AGENT"),
                OtlpSamples.Span(number, 2, parent: 1, offsetMs: number).With("gen_ai.usage.input_tokens", new AnyValue { IntValue = number }),
            ])));
        foreach (var trace in (int[])[30, 31, 32])
        {
            await server.Grpc.CallAsync(TrackingServiceMethods.StartTrace, new StartTraceRequest
            {
                Record = new TraceRecord
                {
                    TraceId = OtlpSamples.TraceIdText(trace),
                    ExperimentId = "0",
                    State = TraceState.Ok,
                    StartTimeUnixNano = OtlpSamples.Start + 7_000_000,
                    DurationNano = 5_000_000,
                    RequestPreview = "said",
                    Tags = { ["mlflow.traceName"] = "named" },
                },
            });
        }

        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(31, 1, offsetMs: 9)));
    }

    private static async Task<string> ExportAsync(string store)
    {
        var result = await OtelBridgeCommand.RunAsync("export", "--store", store);
        result.ExitCode.ShouldBe(0, result.Error);
        return result.Output;
    }

    private void Damage(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("traces.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery().ShouldBeGreaterThan(0);
    }

    /// <summary>A store with traces and records, made once; each test damages a copy of it.</summary>
    public sealed class FilledStore : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        public string Export { get; private set; } = string.Empty;

        public async Task InitializeAsync()
        {
            var store = $"sqlite:{_folder.File("traces.db")}";
            await using (var server = await ServerUnderTest.StartAsync(store: store))
            {
                await FillAsync(server);
            }

            Export = await ExportAsync(store);
        }

        public void CopyTo(TemporaryFolder folder)
        {
            foreach (var file in Directory.GetFiles(_folder.Path))
            {
                File.Copy(file, folder.File(Path.GetFileName(file)));
            }
        }

        public Task DisposeAsync()
        {
            _folder.Dispose();
            return Task.CompletedTask;
        }
    }
}
