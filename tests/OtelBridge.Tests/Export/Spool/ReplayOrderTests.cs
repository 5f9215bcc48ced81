using OtelBridge.Export.Spool;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Export.Spool;

public sealed class ReplayOrderTests : IDisposable
{
    private const int Parcels = 8;

    private readonly TemporaryFolder _folder = new();
    private readonly ParcelSpool _spool;

    public ReplayOrderTests()
    {
        _spool = SpoolSamples.Open(_folder.Path);
        for (var i = 1; i <= Parcels; i++)
        {
            _spool.TryAdd(SpoolSamples.Parcel($"{i}")).ShouldBeNull();
        }
    }

    public void Dispose()
    {
        _spool.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void HealthyDestination_GetsThemInOrder() => Replay(static (_, _) => true, Parcels).ShouldBe([1, 2, 3, 4, 5, 6, 7, 8]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(103)]
    public void DestinationThatWasDown_GetsThemInOrder_ButForTheOneThatTried(int attempts)
    {
        var passed = Replay((_, attempt) => attempt >= attempts, attempts + Parcels);

        passed.Count.ShouldBe(Parcels);
        passed.Skip(1).Except([1]).ShouldBeInOrder();
        passed.IndexOf(1).ShouldBeLessThanOrEqualTo(1);
    }

    [Theory]
    [InlineData(new long[] { 1 })]
    [InlineData(new long[] { 1, 2 })]
    [InlineData(new long[] { 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData(new long[] { 3, 4, 8 })]
    [InlineData(new long[] { 1, 3, 5, 7 })]
    public void ParcelsThatNeverPass_HoldUpNoOther(long[] poison)
    {
        var passed = Replay((sequence, _) => !poison.Contains(sequence), attempts: 200);

        passed.Order().ShouldBe(Enumerable.Range(1, Parcels).Select(static i => (long)i).Except(poison));
        _spool.Next()!.Name.Sequence.ShouldBe(poison[0]);
    }

    [Fact]
    public void ParcelSetAside_HasItsTurnWhenTheOthersAreThrough()
    {
        // It fails for long enough to be set aside, and passes afterwards.
        var passed = Replay(static (sequence, attempt) => sequence != 1 || attempt > 15, attempts: 40);

        passed.ShouldBe([2, 3, 4, 5, 6, 7, 8, 1]);
        _spool.Next().ShouldBeNull();
    }

    private List<long> Replay(Func<long, int, bool> takes, int attempts)
    {
        var order = new ReplayOrder(_spool);
        var passed = new List<long>();
        for (var attempt = 0; attempt < attempts && order.Next() is { } next; attempt++)
        {
            if (takes(next.Name.Sequence, attempt))
            {
                _spool.Remove(next);
                passed.Add(next.Name.Sequence);
                order.Passed();
            }
            else
            {
                order.Failed(next);
            }
        }

        return passed;
    }
}
