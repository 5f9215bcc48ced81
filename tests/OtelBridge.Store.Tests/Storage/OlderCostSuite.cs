using OtelBridge.Store.Doctor;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage;

/// <summary>Costs in stores that were there before costs were. The backends that are as old inherit it.</summary>
public abstract class OlderCostSuite : CostSuite
{
    [Fact]
    public async Task StoreOfAnOlderVersion_ItsTraces_AreOfUnknownCostUntilTheDoctorReckonsThem()
    {
        await IngestAsync(Request(Span(1, 1), Call(1, 2, 1, "priced", 1000, 100)));
        await IngestAsync(Request(Call(2, 1, null, "priced", 1000, 100)));
        await ReopenAfterAsync(WithoutCosts);

        (await GetAsync(1)).Info.Cost.ShouldBeNull();
        (await FindAsync("cost.total > 0")).ShouldBeEmpty();
        await IngestAsync(Request(Call(1, 3, 1, "priced", 2000, 0)));
        var grown = (await GetAsync(1)).Info.Cost;
        (grown.Total, grown.UnpricedSpans).ShouldBe((4_000_000_000, 1));

        (await CheckAsync(repair: false)).ShouldBe([CheckOutcome.Notice]);
        (await CheckAsync(repair: true)).ShouldBe([CheckOutcome.Repaired]);
        (await CheckAsync(repair: false)).ShouldBeEmpty();

        var repaired = (await GetAsync(1)).Info.Cost;
        (repaired.Total, repaired.UnpricedSpans).ShouldBe((7_000_000_000, 0));
        (await GetAsync(2)).SpanCosts.ShouldHaveSingleItem().Cost.Total.ShouldBe(3_000_000_000);
        (await FindAsync("cost.total > 0")).ShouldBe("12");
    }

    /// <summary>Gets the statements after which the store is one from before costs were.</summary>
    protected abstract string WithoutCosts { get; }

    /// <summary>Runs statements on the closed store and opens it again.</summary>
    protected abstract Task ReopenAfterAsync(string sql);
}
