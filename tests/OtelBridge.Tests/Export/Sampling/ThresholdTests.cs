using System.Diagnostics;
using FsCheck.Fluent;
using OtelBridge.Export.Sampling;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Export.Sampling;

public sealed class ThresholdTests
{
    [Theory]
    [InlineData(1, "0")]
    [InlineData(0.5, "8")]
    [InlineData(0.25, "c")]
    [InlineData(0.75, "4")]
    [InlineData(0.0000000000000001, "fffffffffffff9")]
    public void Threshold_IsWrittenAsTheStandardSays(double ratio, string text) => Threshold.Of(ratio).ToString().ShouldBe(text);

    [Theory]
    [InlineData("000000000000000000 80000000000000", 0.5, true)]
    [InlineData("ffffffffffffffffff 7fffffffffffff", 0.5, false)]
    [InlineData("ffffffffffffffffff 00000000000000", 1, true)]
    [InlineData("ffffffffffffffffff ffffffffffffff", 0, false)]
    public void Trace_IsKeptByTheLast56BitsOfItsId(string id, double ratio, bool isKept) =>
        Threshold.Of(ratio).Keeps(ActivityTraceId.CreateFromString(id.Replace(" ", string.Empty, StringComparison.Ordinal))).ShouldBe(isKept);

    [Fact]
    public void LargerRatio_KeepsWhatASmallerOneKeeps() => Prop.ForAll(
        Gen.Choose(0, 1000).Two().ToArbitrary(),
        pair =>
        {
            var (less, more) = (Threshold.Of(Math.Min(pair.Item1, pair.Item2) / 1000.0), Threshold.Of(Math.Max(pair.Item1, pair.Item2) / 1000.0));
            var id = ActivityTraceId.CreateRandom();
            return !less.Keeps(id) || more.Keeps(id);
        }).ShouldHold();

    [Fact]
    public void Share_OfManyTraces_IsTheRatio()
    {
        var threshold = Threshold.Of(0.2);

        // Six standard deviations.
        Enumerable.Range(0, 10_000).Count(_ => threshold.Keeps(ActivityTraceId.CreateRandom())).ShouldBeInRange(1760, 2240);
    }

    [Theory]
    [InlineData(null, 0.5, "ot=th:8")]
    [InlineData("", 1, "ot=th:0")]
    [InlineData("a=b,c=d", 0.5, "ot=th:8,a=b,c=d")]
    [InlineData("a=b, ot=rv:6e6d1a75832a2f;x:y", 0.5, "ot=th:8;rv:6e6d1a75832a2f;x:y,a=b")]
    [InlineData("ot=th:c;rv:6e6d1a75832a2f,a=b", 0.5, "ot=th:c;rv:6e6d1a75832a2f,a=b")]
    [InlineData("ot=th:4,a=b", 0.5, "ot=th:8,a=b")]
    [InlineData("ot=th:8", 0.5, "ot=th:8")]
    [InlineData("ot=th:nonsense,a=b", 0.5, "ot=th:8,a=b")]
    [InlineData("ot=th:", 0.5, "ot=th:8")]
    [InlineData("ot=th:123456789abcdef", 0.5, "ot=th:8")]
    public void TraceState_TakesTheThresholdAndKeepsTheRest(string? before, double ratio, string after) =>
        OtTraceState.With(before, Threshold.Of(ratio)).ShouldBe(after);

    [Fact]
    public void TraceState_ThatIsFull_LosesItsLastMember()
    {
        var full = string.Join(',', Enumerable.Range(0, 32).Select(static i => $"k{i}=v"));

        var members = OtTraceState.With(full, Threshold.Of(0.5)).Split(',');

        members.Length.ShouldBe(32);
        (members[0], members[^1]).ShouldBe(("ot=th:8", "k30=v"));
    }

    [Theory]
    [InlineData("ot=rv:6e6d1a75832a2f", 0x6e6d1a75832a2fUL)]
    [InlineData("a=b, ot=th:8;rv:00000000000001 ", 1UL)]
    [InlineData("ot=rv:6e6d", null)]
    [InlineData("ot=rv:nonsense-nonse", null)]
    [InlineData("notot=rv:6e6d1a75832a2f", null)]
    [InlineData(null, null)]
    public void Randomness_ThatSomebodyGave_ComesBeforeThatOfTheId(string? traceState, ulong? expected) => OtTraceState.Randomness(traceState).ShouldBe(expected);
}
