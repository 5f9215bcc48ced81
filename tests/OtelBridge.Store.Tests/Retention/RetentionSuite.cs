using System.Globalization;
using FsCheck.Fluent;
using OtelBridge.Otlp;
using OtelBridge.Store.Model;
using OtelBridge.Store.Retention;
using OtelBridge.Store.Tests.Storage;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Retention;

/// <summary>What retention deletes and what it keeps. Every backend inherits it.</summary>
public abstract class RetentionSuite : StoreSuite
{
    private const int MinutesPerDay = 24 * 60;

    /// <summary>The largest page of a search.</summary>
    private const int MostKept = 500;

    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddTicks((long)Start / 100).AddDays(100);

    private int _traces;

    /// <summary>How many random sweeps are tried: fewer where a write costs more.</summary>
    protected virtual int Sweeps => 12;

    [Fact]
    public void Sweep_KeepsExactly_WhatIsYoungEnough() => Prop.ForAll(
        Gen.Choose(1, 20 * MinutesPerDay).ToArbitrary(),
        Gen.Choose(-1, 20 * MinutesPerDay).Zip(Gen.Choose(-2, 2)).ListOf(12).ToArbitrary(),
        // Apart from the threads of the runner, which are few: two that wait so for what has to go on upon them would wait for ever.
        (keptMinutes, traces) => Task.Run(() => KeepsExactlyAsync(keptMinutes, [.. traces])).GetAwaiter().GetResult()).ShouldHold(Sweeps);

    [Fact]
    public async Task Tag_WinsOverWhatHoldsForAll()
    {
        var plain = await MakeAsync([]);
        var longer = await MakeAsync(new() { [RetentionLimits.AgeTag] = "200d" });
        var forever = await MakeAsync(new() { [RetentionLimits.AgeTag] = "forever" });
        var badAge = await MakeAsync(new() { [RetentionLimits.AgeTag] = "a month" });
        var badSize = await MakeAsync(new() { [RetentionLimits.SizeTag] = "10" });
        foreach (var experiment in (string[])["0", plain, longer, forever, badAge, badSize])
        {
            await AddAsync(experiment, TimeSpan.FromDays(50));
        }

        var swept = await SweepAsync(new RetentionLimits(TimeSpan.FromDays(30), null));

        swept.OrderBy(static s => s.ExperimentId).ShouldBe(
        [
            new SweptExperiment("0", 1, 0, null),
            new SweptExperiment(plain, 1, 0, null),
            new SweptExperiment(badAge, 0, 0, RetentionLimits.AgeTag),
            new SweptExperiment(badSize, 1, 0, RetentionLimits.SizeTag),
        ]);
        (await KeptAsync("0", plain, badSize)).ShouldBeEmpty();
        (await KeptAsync(longer, forever, badAge)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Size_KeepsTheNewest_AsFarAsItReaches()
    {
        var experiment = await MakeAsync(new() { [RetentionLimits.SizeTag] = "105KB" });
        var other = await MakeAsync([]);
        var newestFirst = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            newestFirst.Insert(0, await AddAsync(experiment, TimeSpan.FromMinutes(30 - i), bytes: 10_000));
            await AddAsync(other, TimeSpan.FromMinutes(30 - i), bytes: 10_000);
        }

        var swept = await SweepAsync(RetentionLimits.Forever);
        var again = await SweepAsync(RetentionLimits.Forever);

        swept.ShouldBe([new SweptExperiment(experiment, 0, 20, null)]);
        again.ShouldBeEmpty();
        (await KeptAsync(experiment)).ShouldBe(newestFirst[..10]);
        (await KeptAsync(other)).Count.ShouldBe(30);
    }

    [Fact]
    public async Task Size_LeavesTheLastTrace_HoweverLarge()
    {
        var experiment = await MakeAsync(new() { [RetentionLimits.SizeTag] = "1KB" });
        await AddAsync(experiment, TimeSpan.FromMinutes(2), bytes: 5_000);
        var last = await AddAsync(experiment, TimeSpan.FromMinutes(1), bytes: 5_000);

        await SweepAsync(RetentionLimits.Forever);

        (await KeptAsync(experiment)).ShouldBe([last]);
    }

    [Fact]
    public async Task Ingest_GoesOn_DuringASweep()
    {
        for (var i = 0; i < 10; i++)
        {
            await IngestAsync(Request(Enumerable.Range(1, 300).Select(n => Old((i * 1000) + n))));
        }

        var sweep = SweepAsync(new RetentionLimits(TimeSpan.FromDays(30), null));
        var added = new List<string>();
        do
        {
            added.Add(await AddAsync("0", TimeSpan.FromDays(1)));
        }
        while (!sweep.IsCompleted && added.Count < MostKept); // a slow sweep must not leave more than one page shows

        (await sweep).ShouldBe([new SweptExperiment("0", 3000, 0, null)]);
        (await KeptAsync("0")).ShouldBe(added, ignoreOrder: true);

        static Span Old(int number) => Span(10_000 + number, 1);
    }

    private async Task<bool> KeepsExactlyAsync(int keptMinutes, (int Minutes, int Nanos)[] traces)
    {
        var experiment = await MakeAsync(new() { [RetentionLimits.AgeTag] = keptMinutes.ToString(CultureInfo.InvariantCulture) + "m" });
        var young = new List<string>();
        foreach (var (minutes, nanos) in traces.Append((keptMinutes, -1)).Append((keptMinutes, 0)).Append((keptMinutes, 1)))
        {
            var id = await AddAsync(experiment, TimeSpan.FromMinutes(minutes), nanos);
            if (minutes < keptMinutes || (minutes == keptMinutes && nanos >= 0))
            {
                young.Add(id);
            }
        }

        await SweepAsync(RetentionLimits.Forever);
        var kept = await KeptAsync(experiment);
        return kept.Order().SequenceEqual(young.Order());
    }

    private async Task<string> MakeAsync(Dictionary<string, string> tags) =>
        (await Store.Experiments.CreateAsync(Guid.NewGuid().ToString(), tags, CancellationToken.None)).ShouldNotBeNull();

    private async Task<string> AddAsync(string experiment, TimeSpan age, int nanos = 0, int bytes = 0)
    {
        var span = Span(++_traces, 1);
        span.StartTimeUnixNano = (ulong)(((Now - age - DateTimeOffset.UnixEpoch).Ticks * 100) + nanos);
        span.EndTimeUnixNano = span.StartTimeUnixNano + 1;
        if (bytes > 0)
        {
            var noise = new byte[bytes];
            new Random(_traces).NextBytes(noise);
            span.With("noise", new AnyValue { BytesValue = Google.Protobuf.ByteString.CopyFrom(noise) });
        }

        await IngestAsync(Request(span), experiment);
        return TraceIdText(_traces);
    }

    private async Task<List<SweptExperiment>> SweepAsync(RetentionLimits limits)
    {
        var swept = new List<SweptExperiment>();
        await foreach (var experiment in new TraceRetention(Store, limits, new StoppedClock(Now)).SweepAsync().WithCancellation(CancellationToken.None))
        {
            swept.Add(experiment);
        }

        return swept;
    }

    private async Task<List<string>> KeptAsync(params string[] experiments) =>
        [.. (await Store.Reader.SearchTracesAsync(new TraceQuery(experiments, MostKept, string.Empty), CancellationToken.None).WaitAsync(Patience)).Items.Select(t => t.TraceId)];
}
