using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Doctor;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.Aggregates;

/// <summary>What holds besides of stores that keep sums: SQL databases do.</summary>
public abstract class KeptSumsSuite : AggregateSuite
{
    [Fact]
    public async Task KeptSums_AreWhatIsRead_AndTheDoctorFindsWhereTheyAreWrong()
    {
        await IngestAsync(Request(Enumerable.Range(1, 20).Select(static i => Span(i, 1, offsetMs: i * 7 * MinuteMs))));
        await RollUpAsync();
        (await KeptSums.CheckAsync(Store, repair: false)).Outcome.ShouldBe(CheckOutcome.Sound);
        (await SeriesAsync(Everything)).Whole.Count.ShouldBe(20);

        await ReopenAfterAsync("DELETE FROM rollups");

        (await SeriesAsync(Everything)).Whole.Count.ShouldBe(0); // which nothing but damage does
        (await KeptSums.CheckAsync(Store, repair: false)).Outcome.ShouldBe(CheckOutcome.Problem);
        (await KeptSums.CheckAsync(Store, repair: true)).Outcome.ShouldBe(CheckOutcome.Repaired);
        (await SeriesAsync(Everything)).Whole.Count.ShouldBe(20);
        await RollUpAsync();
        (await KeptSums.CheckAsync(Store, repair: false)).Outcome.ShouldBe(CheckOutcome.Sound);
        (await GroupsAsync(AggregateDimension.SpanName)).ShouldHaveSingleItem().Totals.Count.ShouldBe(20);
    }

    protected override async Task CheckKeptAsync(string what) => (await KeptSums.CheckAsync(Store, repair: false)).Outcome.ShouldBe(CheckOutcome.Sound, what);

    /// <summary>Runs statements on the closed store and opens it again.</summary>
    protected abstract Task ReopenAfterAsync(string sql);
}
