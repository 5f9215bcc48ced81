using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Tests.Storage;

public sealed class TokenUsageRollupTests
{
    [Fact]
    public void Sum_NoUsage_IsNull() => TokenUsageRollup.Sum([Node(1, null), Node(2, 1)]).ShouldBeNull();

    [Fact]
    public void Sum_ZeroUsage_IsZeroNotNull() => TokenUsageRollup.Sum([Node(1, null, 0)]).ShouldBe(default(SpanTokenUsage));

    [Fact]
    public void Sum_UsageBelowUsage_CountsOnce() =>
        TokenUsageRollup.Sum([Node(1, null), Node(2, 1, 10), Node(3, 2), Node(4, 3, 4), Node(5, 1, 7)]).ShouldBe(Usage(17));

    [Fact]
    public void Sum_ParentUnknown_CountsAsRoot() => TokenUsageRollup.Sum([Node(2, 99, 10), Node(3, 98, 5)]).ShouldBe(Usage(15));

    [Fact]
    public void Sum_CycleOfParents_Ends() => TokenUsageRollup.Sum([Node(1, 2), Node(2, 1), Node(3, 2, 5)]).ShouldBe(Usage(5));

    [Fact]
    public void Sum_SpanThatIsItsOwnParent_Ends() => TokenUsageRollup.Sum([Node(1, 1), Node(2, 1, 5)]).ShouldBe(Usage(5));

    [Fact]
    public void Sum_DeepChain_IsWalkedOnce()
    {
        var chain = Enumerable.Range(1, 50_000).Select(i => Node(i, i == 1 ? null : i - 1, i % 2 == 0 ? 1 : null)).ToList();

        TokenUsageRollup.Sum(chain).ShouldBe(Usage(1));
    }

    [Fact]
    public void Sum_BeyondSixtyFourBits_StopsAtTheLargest() =>
        TokenUsageRollup.Sum([Node(1, null, long.MaxValue), Node(2, null, 5)])!.Value.Input.ShouldBe(long.MaxValue);

    private static SpanUsage Node(long id, long? parent, long? tokens = null) => new(id, parent, tokens is { } n ? Usage(n) : null);

    private static SpanTokenUsage Usage(long tokens) => new(tokens, tokens, tokens);
}
