using OtelBridge.Chaos.Faults;

namespace OtelBridge.Chaos.Tests;

/// <summary>What a machine lacks something for fails, unless it is said that it may be left out.</summary>
public sealed class LeftOutTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("full")]
    [InlineData("network-cut,handles")]
    public void Fault_OfAScenarioThatIsNotNamed_SaysWhatIsLackingAndWhatToSay(string? named) => LeftOut.FaultOf("full-disk", "it needs the rights of root", named).ShouldBe(
        "full-disk is not possible here: it needs the rights of root. Where it may be left out, say so: OTELBRIDGE_CHAOS_LEAVE_OUT=full-disk");

    [Theory]
    [InlineData("full-disk")]
    [InlineData("network-cut, full-disk")]
    public void Fault_OfAScenarioThatIsNamed_IsNone(string named) => LeftOut.FaultOf("full-disk", "it needs the rights of root", named).ShouldBeNull();
}
