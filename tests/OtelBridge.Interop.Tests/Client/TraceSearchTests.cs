using OtelBridge.Entities;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Stores;
using static OtelBridge.Interop.Tests.Client.TraceQuestionTests;

namespace OtelBridge.Interop.Tests.Client;

/// <summary>Searching and deleting traces, the same over both wires.</summary>
public sealed class TraceSearchTests(TrackingServerFixture server) : IClassFixture<TrackingServerFixture>
{
    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task Search_OverSeveralPages_GivesEveryTraceOnceInOrder(string wire)
    {
        var (experiment, numbers) = await StoreAsync(wire, count: 230);

        var found = await ToListAsync(server.Client(wire).SearchTracesAsync(experimentIds: [experiment], orderBy: ["timestamp_ms ASC"]));

        found.Select(static trace => trace.Info.TraceId).ShouldBe(numbers.Select(OtlpSamples.TraceIdText));
        found.ShouldAllBe(static trace => trace.Spans.Count == 1);
        found[200].Spans[0].Name.ShouldBe("span 200");
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task Search_WithAMost_EndsThere(string wire)
    {
        var (experiment, numbers) = await StoreAsync(wire, count: 125);

        var found = await ToListAsync(server.Client(wire).SearchTracesAsync(maxResults: 103, experimentIds: [experiment], includeSpans: false));

        found.Select(static trace => trace.Info.TraceId).ShouldBe(numbers.Reverse().Take(103).Select(OtlpSamples.TraceIdText));
        found.ShouldAllBe(static trace => trace.Spans.Count == 0);
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task Search_StoppedByItsReader_EndsWithoutAnError(string wire)
    {
        var (experiment, _) = await StoreAsync(wire, count: 60);
        var read = 0;

        await foreach (var trace in server.Client(wire).SearchTracesAsync(experimentIds: [experiment]))
        {
            if (++read == 5)
            {
                break;
            }
        }

        read.ShouldBe(5);
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task Search_Cancelled_ThrowsThatAndNothingElse(string wire)
    {
        var (experiment, _) = await StoreAsync(wire, count: 60);
        using var cancellation = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var trace in server.Client(wire).SearchTracesAsync(experimentIds: [experiment]).WithCancellation(cancellation.Token))
            {
                await cancellation.CancelAsync();
            }
        });
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task SearchPage_ByItsToken_Continues(string wire)
    {
        var (experiment, numbers) = await StoreAsync(wire, count: 25);
        var client = server.Client(wire);

        var first = await client.SearchTracesPageAsync(maxResults: 20, experimentIds: [experiment]);
        var second = await client.SearchTracesPageAsync(maxResults: 20, pageToken: first.Token, experimentIds: [experiment]);

        first.Token.ShouldNotBeNull();
        second.Token.ShouldBeNull();
        first.Concat(second).Select(static trace => trace.Info.TraceId).ShouldBe(numbers.Reverse().Select(OtlpSamples.TraceIdText));
        await ShouldFailAsync(MlflowErrorCode.InvalidParameterValue, () => client.SearchTracesPageAsync(pageToken: "nonsense", experimentIds: [experiment]));
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task Search_ByRun_FindsWhatWasLinked(string wire)
    {
        var (experiment, numbers) = await StoreAsync(wire, count: 3);
        var client = server.Client(wire);
        var run = await client.CreateRunAsync(experiment);
        await client.LinkTracesToRunAsync([OtlpSamples.TraceIdText(numbers[1])], run.RunId);

        var found = await ToListAsync(client.SearchTracesAsync(runId: run.RunId));
        var filtered = await ToListAsync(client.SearchTracesAsync("name = 'none' OR name = 'span 0'", runId: run.RunId));

        found.ShouldHaveSingleItem().Info.TraceId.ShouldBe(OtlpSamples.TraceIdText(numbers[1]));
        filtered.ShouldBeEmpty();
        await ShouldFailAsync(MlflowErrorCode.InvalidParameterValue, () => ToListAsync(client.SearchTracesAsync(runId: run.RunId, experimentIds: ["0"])));
        await ShouldFailAsync(
            MlflowErrorCode.InvalidParameterValue, () => ToListAsync(client.SearchTracesAsync("metadata.`mlflow.sourceRun` = 'x'", runId: run.RunId)));
        await ShouldFailAsync(MlflowErrorCode.ResourceDoesNotExist, () => ToListAsync(client.SearchTracesAsync(runId: new string('a', 32))));
        await ShouldFailAsync(MlflowErrorCode.ResourceDoesNotExist, () => client.LinkTracesToRunAsync([OtlpSamples.TraceIdText(numbers[0])], new string('a', 32)));
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task Search_ByModel_FindsItsTraces(string wire)
    {
        var experiment = await server.NewExperimentAsync(wire);
        var (with, without) = (server.NewTrace(), server.NewTrace());
        await server.StoreAsync(
            wire,
            experiment, OtlpSamples.Span(with, 1).With("mlflow.trace.metadata.mlflow.modelId", "m-1"), OtlpSamples.Span(without, 1));
        var client = server.Client(wire);

        var found = await ToListAsync(client.SearchTracesAsync(modelId: "m-1", experimentIds: [experiment]));

        found.ShouldHaveSingleItem().Info.TraceId.ShouldBe(OtlpSamples.TraceIdText(with));
        await ShouldFailAsync(MlflowErrorCode.InvalidParameterValue, () => ToListAsync(client.SearchTracesAsync("name = 'x'", modelId: "m-1")));
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task Search_BySession_FindsItsTraces(string wire)
    {
        var experiment = await server.NewExperimentAsync(wire);
        var numbers = Enumerable.Range(0, 3).Select(_ => server.NewTrace()).ToArray();
        await server.StoreAsync(
            wire,
            experiment,
            OtlpSamples.Span(numbers[0], 1).With("mlflow.trace.session", "ada's"),
            OtlpSamples.Span(numbers[1], 1).With("mlflow.trace.session", "other"),
            OtlpSamples.Span(numbers[2], 1, status: OtelBridge.Otlp.Status.Types.StatusCode.Error).With("mlflow.trace.session", "ada's"));
        var client = server.Client(wire);

        var found = await ToListAsync(client.SearchTracesAsync(session: "ada's", experimentIds: [experiment]));
        var failed = await ToListAsync(client.SearchTracesAsync("status = 'ERROR' OR status = 'none'", session: "ada's", experimentIds: [experiment]));

        found.Count.ShouldBe(2);
        failed.ShouldHaveSingleItem().Info.TraceId.ShouldBe(OtlpSamples.TraceIdText(numbers[2]));
        await ShouldFailAsync(MlflowErrorCode.InvalidParameterValue, () => ToListAsync(client.SearchTracesAsync(session: "'\"")));
    }

    [Theory]
    [InlineData("nonsense ===")]
    [InlineData("attributes.unknown = 'x'")]
    public async Task Search_WithAWrongFilter_SaysTheSameOverBothWires(string filter)
    {
        var messages = new List<string>();
        foreach (var wire in TrackingWires.Both(TestStore.Sqlite))
        {
            var failure = await Should.ThrowAsync<MlflowException>(() => ToListAsync(server.Client(wire).SearchTracesAsync(filter)));

            failure.ErrorCode.ShouldBe(MlflowErrorCode.InvalidParameterValue);
            messages.Add(failure.Message);
        }

        messages[0].ShouldBe(messages[1]);
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task Delete_ByIds_PassesOverThoseElsewhere(string wire)
    {
        var (experiment, numbers) = await StoreAsync(wire, count: 205);
        var (_, others) = await StoreAsync(wire, count: 1);

        var deleted = await server.Client(wire).DeleteTracesAsync(experiment, traceIds: [.. numbers.Concat(others).Select(OtlpSamples.TraceIdText)]);

        deleted.ShouldBe(205);
        (await server.Client(wire).GetTraceInfoAsync(OtlpSamples.TraceIdText(others[0]))).ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(TrackingWires.All), MemberType = typeof(TrackingWires))]
    public async Task Delete_UpToATime_TakesTheOldestFirst(string wire)
    {
        var (experiment, numbers) = await StoreAsync(wire, count: 5);
        var client = server.Client(wire);
        var third = (await client.GetTraceInfoAsync(OtlpSamples.TraceIdText(numbers[2]))).RequestTime;

        (await client.DeleteTracesAsync(experiment, maxTimestamp: third, maxTraces: 2)).ShouldBe(2);
        (await client.DeleteTracesAsync(experiment, maxTimestamp: third)).ShouldBe(1);

        var left = await ToListAsync(client.SearchTracesAsync(experimentIds: [experiment], orderBy: ["timestamp_ms ASC"], includeSpans: false));
        left.Select(static trace => trace.Info.TraceId).ShouldBe(numbers.Skip(3).Select(OtlpSamples.TraceIdText));
    }

    [Fact]
    public async Task Delete_OfUnclearTraces_IsRefused()
    {
        var client = server.Client(TrackingWires.Of(TrackingServerFixture.Grpc, TestStore.Sqlite));

        await ShouldFailAsync(MlflowErrorCode.InvalidParameterValue, () => client.DeleteTracesAsync("0"));
        await ShouldFailAsync(MlflowErrorCode.InvalidParameterValue, () => client.DeleteTracesAsync("0", DateTimeOffset.UnixEpoch, traceIds: ["tr-1"]));
        await ShouldFailAsync(MlflowErrorCode.InvalidParameterValue, () => client.DeleteTracesAsync("0", maxTraces: 1, traceIds: ["tr-1"]));
        await ShouldFailAsync(MlflowErrorCode.InvalidParameterValue, () => client.DeleteTracesAsync("0", DateTimeOffset.UnixEpoch, maxTraces: 0));
    }

    private static async Task<List<Trace>> ToListAsync(IAsyncEnumerable<Trace> traces)
    {
        var list = new List<Trace>();
        await foreach (var trace in traces)
        {
            list.Add(trace);
        }

        return list;
    }

    private async Task<(string Experiment, int[] Numbers)> StoreAsync(string wire, int count)
    {
        var experiment = await server.NewExperimentAsync(wire);
        var numbers = Enumerable.Range(0, count).Select(_ => server.NewTrace()).ToArray();
        await server.StoreAsync(wire, experiment, numbers.Select(static (number, i) => OtlpSamples.Span(number, 1, name: $"span {i}", offsetMs: i)));
        return (experiment, numbers);
    }
}
