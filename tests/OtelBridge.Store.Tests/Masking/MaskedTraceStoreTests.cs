using OtelBridge.Store.Ingest;
using OtelBridge.Store.Masking;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Tests.Storage.Sqlite;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Masking;

public sealed class MaskedTraceStoreTests : IDisposable
{
    private readonly SqliteTestStore _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Secret_WrittenIntoEveryField_IsNowhere()
    {
        await using (var store = await OpenAsync("\"find\": \"email\""))
        {
            await SecretStore.FillAsync(store);
            await store.FinishIndexAsync(CancellationToken.None);

            var said = await SecretStore.SaidAsync(store);

            said.ShouldNotContain(SecretStore.Secret, Case.Insensitive);
            said.ShouldContain("it is [masked]");
            (await SecretStore.CountAsync(store, $"trace.text LIKE '%{SecretStore.Word}%'")).ShouldBe(0);
            (await SecretStore.CountAsync(store, $"tag.mail = '{SecretStore.Secret}'")).ShouldBe(0);
        }

        SqliteBytes.Find(_file.Path, SecretStore.Word).ShouldBeEmpty();
    }

    [Fact]
    public async Task NoRules_AreTheStoreItself()
    {
        await using var inner = await _file.OpenAsync();

        MaskedTraceStore.Over(inner, null).ShouldBeSameAs(inner);
    }

    [Fact]
    public async Task Previews_FollowFromMaskedValues_AndACutOffOneOfAClientGivesWay()
    {
        await using var store = await OpenAsync("\"jsonPath\": \"$.messages[*].content\"");
        var inputs = $$"""{"messages":[{"role":"user","content":"{{new string('z', 2000)}}"}]}""";
        await IngestAsync(store, Span(1, 1).With("mlflow.spanInputs", inputs));

        var info = await store.Records.PutAsync(new TraceRecord { TraceId = TraceIdText(1), RequestPreview = inputs[..1000] }, CancellationToken.None);

        info.RequestPreview.ShouldBe("[masked]"); // what the user asked, of the masked inputs
    }

    [Fact]
    public async Task Hashes_GroupAndSearch_AsTheValuesWould()
    {
        await using var store = await OpenAsync("\"attributes\": [\"mlflow.trace.user\", \"user.id\"], \"action\": \"hash\"");
        await IngestAsync(
            store, Span(1, 1).With("user.id", "jane"), Span(2, 1).With("user.id", "jane"), Span(3, 1).With("user.id", "joan"), Span(4, 1).With("mlflow.trace.metadata.mlflow.trace.user", "jane"));

        var user = (await FindAsync(store, 1)).Metadata["mlflow.trace.user"];

        user.ShouldStartWith("hmac:");
        (await SecretStore.CountAsync(store, $"metadata.`mlflow.trace.user` = '{user}'")).ShouldBe(3);
    }

    [Fact]
    public async Task Rule_OfAnExperiment_HoldsThereAlone_ByNameAndById()
    {
        await using var plain = await _file.OpenAsync();
        var support = await CreateAsync(plain, "support");
        var sales = await CreateAsync(plain, "sales-eu");
        var store = MaskedTraceStore.Over(plain, MaskFiles.Rules($"\"find\": \"email\", \"experiments\": [\"{support}\", \"sales-*\"]"));

        foreach (var (trace, experiment) in ((int, string)[])[(1, "0"), (2, support), (3, sales)])
        {
            await new TraceIngestor(store).IngestAsync(Request(Span(trace, 1, name: "x@y.example")), experiment, CancellationToken.None);
            await store.Records.SetTagAsync(TraceIdText(trace), "mail", "x@y.example", CancellationToken.None);
        }

        foreach (var (trace, shown) in ((int, string)[])[(1, "x@y.example"), (2, "[masked]"), (3, "[masked]")])
        {
            var info = await FindAsync(store, trace);
            (info.Name, info.Tags["mail"]).ShouldBe((shown, shown));
        }
    }

    [Fact]
    public async Task LateSpans_WithoutAnExperiment_ComeUnderTheRulesOfTheirTrace()
    {
        await using var plain = await _file.OpenAsync();
        var support = await CreateAsync(plain, "support");
        var store = MaskedTraceStore.Over(plain, MaskFiles.Rules("\"find\": \"email\", \"experiments\": \"support\""));
        await new TraceIngestor(store).IngestAsync(Request(Span(1, 1)), support, CancellationToken.None);

        await IngestAsync(store, Span(1, 2, 1).With("note", "x@y.example"));

        (await SecretStore.SaidAsync(store)).ShouldNotContain("x@y.example");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Trace_ThatMovesToAnExperimentWithRules_IsMaskedThere(bool byRecord)
    {
        await using var plain = await _file.OpenAsync();
        var support = await CreateAsync(plain, "support");
        var store = MaskedTraceStore.Over(plain, MaskFiles.Rules("\"find\": \"email\", \"experiments\": \"support\""));
        await IngestAsync(store, Span(1, 1, name: "x@y.example").With("note", "x@y.example"));
        await store.Records.SetTagAsync(TraceIdText(1), "mail", "x@y.example", CancellationToken.None);

        if (byRecord)
        {
            await store.Records.PutAsync(new TraceRecord { TraceId = TraceIdText(1), ExperimentId = support }, CancellationToken.None);
        }
        else
        {
            await IngestAsync(store, Span(1, 2, 1).With("mlflow.experimentId", support).With("note", "x@y.example"));
        }

        (await FindAsync(store, 1)).ExperimentId.ShouldBe(support);
        (await SecretStore.SaidAsync(store)).ShouldNotContain("x@y.example");
    }

    [Fact]
    public async Task Identity_IsNeverMasked()
    {
        await using var store = await OpenAsync("\"attributes\": \"*\"", "\"places\": \"names\", \"action\": \"remove\"");
        await IngestAsync(store, Span(1, 1, name: "secret").With("mlflow.traceRequestId", TraceIdText(1)).With("mlflow.experimentId", "0").With("other", "0"));

        var trace = (await store.Reader.GetTracesAsync([TraceIdText(1)], CancellationToken.None)).ShouldHaveSingleItem();

        var attributes = trace.ResourceSpans.AllSpans().SelectMany(static span => span.Attributes).Select(static attribute => attribute.Value.StringValue);
        attributes.ShouldBe([TraceIdText(1), "0", "[masked]"]);
        trace.Info.Name.ShouldBeEmpty();
    }

    [Fact]
    public async Task Sender_IsShownMasked()
    {
        await using var store = await OpenAsync("\"find\": \"email\"");
        var ledger = new IntakeLedger();

        await new TraceIngestor(store, ledger: ledger).IngestAsync(SecretStore.Spans(1), null, CancellationToken.None);

        ledger.Read().Senders.ShouldHaveSingleItem().Name.ShouldBe("service of [masked]");
    }

    [Fact]
    public async Task Request_ThatIsSentAgain_HasWhatItHad()
    {
        await using var store = await OpenAsync("\"attributes\": \"note\", \"action\": \"hash\"");
        var record = new TraceRecord { TraceId = TraceIdText(1), Tags = { ["note"] = "value" } };

        await store.Records.PutAsync(record, CancellationToken.None);
        var info = await store.Records.PutAsync(record, CancellationToken.None);

        record.Tags["note"].ShouldBe("value");
        info.Tags["note"].ShouldStartWith("hmac:");
    }

    private async Task<ITraceStore> OpenAsync(params string[] rules) => MaskedTraceStore.Over(await _file.OpenAsync(), MaskFiles.Rules(rules));

    private static Task<IngestResult> IngestAsync(ITraceStore store, params Otlp.Span[] spans) => new TraceIngestor(store).IngestAsync(Request(spans), null, CancellationToken.None);

    private static async Task<TraceInfo> FindAsync(ITraceStore store, int trace) => (await store.Reader.FindTraceInfoAsync(TraceIdText(trace), CancellationToken.None)).ShouldNotBeNull();

    private static async Task<string> CreateAsync(ITraceStore store, string name) =>
        (await store.Experiments.CreateAsync(name, new Dictionary<string, string>(), CancellationToken.None)).ShouldNotBeNull();
}
