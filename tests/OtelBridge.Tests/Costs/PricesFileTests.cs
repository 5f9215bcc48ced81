using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Costs;

/// <summary>The user's own file of prices.</summary>
public sealed class PricesFileTests : IDisposable
{
    private const string Setting = "Mlflow:GenAI:PricesFile";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prices");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(Setting)]
    [InlineData(EnvironmentKeys.PricesFile)]
    public async Task File_ComesBeforeTheBuiltInPrices(string setting)
    {
        var path = Write("""{ "models": [ { "model": "mine", "provider": "ollama", "input": 1, "output": 0 }, { "model": "gpt-4o", "input": 7, "output": 0 } ] }""");

        var costs = await CostsAsync([(setting, path)], ("mine", "ollama"), ("gpt-4o", "openai"), ("gpt-4o-mini", "openai"));

        costs.ShouldBe(["\"total_cost\":1}", "\"total_cost\":7}", "\"total_cost\":0.15}"]);
    }

    [Fact]
    public async Task File_SetInCode_IsRead()
    {
        var path = Write("""{ "models": [ { "model": "mine", "input": 3, "output": 0 } ] }""");
        await using var store = await FakeCollector.StartAsync();
        using var tracing = MlflowTracing.Init(options => options.GenAI.PricesFile = path, configuration: Traced.Configuration((EnvironmentKeys.TrackingUri, store.TrackingUri)));

        Mlflow.StartSpan("call").SetModel("mine").SetTokenUsage(1_000_000, 0).Dispose();
        await tracing.FlushAsync(Traced.Patience);

        store.Spans.ShouldHaveSingleItem().Attribute(MlflowKeys.LlmCost)!.ShouldContain("\"total_cost\":3");
    }

    [Fact]
    public async Task FileThatIsNoTable_IsReportedWithItsPlaceAndTheBuiltInPricesHold()
    {
        using var events = new Events();
        var path = Write("""{ "models": [ { "model": "gpt-4o", "input": -1, "output": 0 } ] }""");

        var costs = await CostsAsync([(Setting, path)], ("gpt-4o", "openai"));

        costs.ShouldBe(["\"total_cost\":2.5}"]);
        events.Texts("ConfigurationValueIgnored").ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            text => text.ShouldStartWith(Setting + "|"),
            text => text.ShouldContain(Path.GetFileName(path)),
            text => text.ShouldContain("models[0].input: it must be a number from 0"),
            text => text.ShouldEndWith("the built-in prices"));
    }

    [Fact]
    public async Task FileThatIsNotThere_IsReportedAndTheNextSourceAsked()
    {
        using var events = new Events();
        var path = Write("""{ "models": [ { "model": "gpt-4o", "input": 9, "output": 0 } ] }""");

        var costs = await CostsAsync([(Setting, path + ".not"), (EnvironmentKeys.PricesFile, path)], ("gpt-4o", "openai"));

        costs.ShouldBe(["\"total_cost\":9}"]);
        events.Texts("ConfigurationValueIgnored").ShouldHaveSingleItem().ShouldContain("cannot be read");
    }

    [Fact]
    public async Task Folder_InsteadOfAFile_IsReported()
    {
        using var events = new Events();

        var costs = await CostsAsync([(Setting, _folder.FullName)], ("gpt-4o", "openai"));

        costs.ShouldBe(["\"total_cost\":2.5}"]);
        events.Texts("ConfigurationValueIgnored").ShouldHaveSingleItem().ShouldContain("cannot be read");
    }

    private static async Task<IReadOnlyList<string>> CostsAsync((string, string)[] settings, params (string Model, string Provider)[] calls)
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To([(EnvironmentKeys.TrackingUri, store.TrackingUri), .. settings]);
        foreach (var (model, provider) in calls)
        {
            Mlflow.StartSpan("call").SetModel(model, provider).SetTokenUsage(1_000_000, 0).Dispose();
        }

        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();
        return [.. store.Spans.Select(static span => span.Attribute(MlflowKeys.LlmCost)!).Select(static cost => cost[cost.IndexOf("\"total", StringComparison.Ordinal)..])];
    }

    private string Write(string json)
    {
        var path = Path.Combine(_folder.FullName, "prices.json");
        File.WriteAllText(path, json);
        return path;
    }
}
