using OtelBridge.Client.Transport.Grpc;
using OtelBridge.Entities;
using Wire = OtelBridge.Tracking.V1;

namespace OtelBridge.Tests.Client;

/// <summary>Entities and messages number some of their enums alike, so that one is the other.</summary>
public sealed class WireEnumTests
{
    [Fact]
    public void States_HaveTheSameNumbers() => Numbers<Wire.TraceState>().ShouldBe(Numbers<TraceState>());

    [Fact]
    public void SourceTypes_HaveTheSameNumbers() => Numbers<Wire.AssessmentSourceType>().ShouldBe(Numbers<AssessmentSourceType>());

    [Fact]
    public void RunStatuses_AreMappedByName() => Enum.GetValues<RunStatus>().ShouldAllBe(static s => ExperimentMessages.Write(s).ToString() == s.ToString());

    private static IEnumerable<(string, int)> Numbers<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(static v => (v.ToString(), Convert.ToInt32(v, System.Globalization.CultureInfo.InvariantCulture)));
}
