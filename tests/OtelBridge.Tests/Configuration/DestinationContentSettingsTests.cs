using OtelBridge.Configuration;
using OtelBridge.Export;

namespace OtelBridge.Tests.Configuration;

/// <summary>What decides which spans a destination gets, and what of them: filter, sampling, masks.</summary>
public sealed class DestinationContentSettingsTests
{
    private const string Filter = "Mlflow:Destinations:d:Filter:";
    private const string Sampling = "Mlflow:Destinations:d:Sampling:";
    private const string Masks = "Mlflow:Destinations:d:Masks:";

    [Fact]
    public void Nothing_IsSet_NothingIsDecided()
    {
        var decided = Decide(null);

        (decided.Filter, decided.Sampling, decided.Masks).ShouldBe((null, null, null));
    }

    [Fact]
    public void EverySetting_FromTheSection_IsRead()
    {
        var decided = Decide(
            null,
            (Filter + "SpanTypes", "A,B"), (Filter + "ExcludedSpanTypes:0", "C"), (Filter + "Sources", "D"), (Filter + "ExcludedSources", "E"), (Filter + "Experiments", "F"), (Filter + "Names", "G"),
            (Sampling + "Ratio", "0.5"), (Sampling + "KeepErrors", "true"), (Sampling + "KeepSlowerThan", "00:00:01"), (Sampling + "KeepMoreTokensThan", "2"), (Sampling + "KeepCostlierThan", "3.5"),
            (Sampling + "MaxHeldSpans", "4"), (Sampling + "MaxHeldBytes", "5"), (Sampling + "MaxHoldTime", "00:00:06"),
            (Masks + "0:JsonPath", "$.a"), (Masks + "0:Keys", "b, c"), (Masks + "0:Pattern", "d"), (Masks + "0:Action", "hash"), (Masks + "0:HashKey", "e"), (Masks + "0:Replacement", "f"),
            ("Mlflow:Masks:0:Keys:0", "g"), ("Mlflow:ExperimentName", "h"));

        decided.Filter.ShouldBe(new SpanFilterSettings
        {
            SpanTypes = List("A", "B"), ExcludedSpanTypes = List("C"), Sources = List("D"), ExcludedSources = List("E"), Experiments = List("F"), Names = List("G"), DefaultExperiment = List("h"),
        });
        decided.Sampling.ShouldBe(new SamplingSettings
        {
            Ratio = 0.5, KeepErrors = true, KeepSlowerThan = TimeSpan.FromSeconds(1), KeepMoreTokensThan = 2, KeepCostlierThan = 3.5, MaxHeldSpans = 4, MaxHeldBytes = 5, MaxHoldTime = TimeSpan.FromSeconds(6),
        });
        decided.Masks.ShouldBe(new MaskSettings(
            new ValueList<MaskRuleSettings>(
            [
                new MaskRuleSettings { JsonPath = "$.a", Keys = List("b", "c"), Pattern = "d", Action = MaskAction.Hash, HashKey = "e", Replacement = "f" },
                new MaskRuleSettings { Keys = List("g") },
            ]),
            HidesAll: false));
        decided.ToString().ShouldNotContain(" e ");
    }

    [Fact]
    public void Code_ComesBeforeTheSection_AndMasksAddUp()
    {
        var decided = Decide(
            static o =>
            {
                o.Filter.SpanTypes.Add("X");
                o.Sampling.Ratio = 0.1;
                o.Sampling.KeepErrors = false;
                o.Masks.Add(new MaskRule { Keys = { "k" } });
            },
            (Filter + "SpanTypes", "A"), (Filter + "Names", "G"), (Sampling + "Ratio", "0.5"), (Sampling + "KeepErrors", "true"), (Masks + "0:Keys", "b"));

        decided.Filter!.SpanTypes.ShouldBe(["X"]);
        decided.Filter.Names.ShouldBe(["G"]);
        decided.Sampling.ShouldBe(new SamplingSettings { Ratio = 0.1 });
        decided.Masks!.Rules.SelectMany(static r => r.Keys).ShouldBe(["k", "b"]);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("1", null, null)]
    [InlineData("0.5", null, 0.5)]
    [InlineData("0", null, 0.0)]
    [InlineData(null, "true", 0.0)]
    [InlineData("1", "true", null)]
    [InlineData("half", null, null)]
    [InlineData("half", "true", null)]
    public void Ratio_IsAllUnlessARuleSaysWhatToKeep(string? ratio, string? keepErrors, double? expected) =>
        Decide(null, (Sampling + "Ratio", ratio ?? string.Empty), (Sampling + "KeepErrors", keepErrors ?? string.Empty))
            .Sampling.ShouldBe(expected is { } known ? new SamplingSettings { Ratio = known, KeepErrors = keepErrors is not null } : null);

    [Theory]
    [InlineData(Sampling + "Ratio", "2")]
    [InlineData(Sampling + "KeepErrors", "perhaps")]
    [InlineData(Sampling + "KeepSlowerThan", "-1")]
    [InlineData(Sampling + "KeepMoreTokensThan", "many")]
    [InlineData(Sampling + "KeepCostlierThan", "NaN")]
    [InlineData(Sampling + "MaxHeldSpans", "0")]
    [InlineData(Sampling + "MaxHeldBytes", "-1")]
    [InlineData(Sampling + "MaxHoldTime", "00:00:00")]
    public void BadValue_IsReportedOnceAndPassedOver(string key, string value)
    {
        using var events = new Events();

        Decide(null, (key, value)).Sampling.ShouldBeNull();

        events.Texts("ConfigurationValueIgnored").ShouldHaveSingleItem().ShouldStartWith($"{key}|{value}|");
    }

    [Fact]
    public void BadAction_IsReportedAndReplaces()
    {
        using var events = new Events();

        Decide(null, (Masks + "0:Keys", "k"), (Masks + "0:Action", "forget")).Masks!.ShouldSatisfyAllConditions(
            static m => m.HidesAll.ShouldBeFalse(), static m => m.Rules.Single().Action.ShouldBe(MaskAction.Replace));

        events.Texts("ConfigurationValueIgnored").ShouldHaveSingleItem().ShouldStartWith(Masks + "0:Action|forget|");
    }

    private static ValueList<string> List(params string[] items) => new(items);

    private static DestinationSettings Decide(Action<ExportDestinationOptions>? configure, params (string Key, string Value)[] settings)
    {
        var options = new MlflowTracingOptions { Destinations = { ["d"] = new ExportDestinationOptions { Endpoint = "http://c:1" } } };
        configure?.Invoke(options.Destinations["d"]);
        return TracingSettingsFactory.Create(options, Traced.Configuration(settings)).Destinations.Single();
    }
}
