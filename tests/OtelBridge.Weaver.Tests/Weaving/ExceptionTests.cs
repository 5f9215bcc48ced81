using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using OtelBridge.Attributes;

namespace OtelBridge.Weaver.Tests.Weaving;

public sealed partial class ExceptionTests
{
    [Theory]
    [MemberData(nameof(Woven.Optimizations), MemberType = typeof(Woven))]
    public void Exception_OfAWovenMethod_HasTheStackTraceOfOneThatIsNot(OptimizationLevel optimization)
    {
        using var woven = Woven.Sample("Exceptions", optimization);

        foreach (var listening in new[] { false, true })
        {
            using var spans = listening ? new Recorder() : null;
            StackOf(woven, "Throws", 3).ShouldBe(StackOf(woven, "ThrowsUnwoven", 3).Select(f => AsWoven(f, 11)));
            StackOf(woven, "Outer").ShouldBe(StackOf(woven, "OuterUnwoven").Select(f => AsWoven(f, 4)));
        }
    }

    [Theory]
    [MemberData(nameof(Woven.Optimizations), MemberType = typeof(Woven))]
    public void Exception_RisesThroughSpans_IsAnEventOnTheFirstOnly(OptimizationLevel optimization)
    {
        using var woven = Woven.Sample("Exceptions", optimization);
        using var spans = new Recorder();

        Should.Throw<InvalidOperationException>(() => woven.Call("Outer"));

        var recorded = spans.Named("Inner").Exceptions().ShouldHaveSingleItem().Tags.ToDictionary(t => t.Key, t => (string?)t.Value);
        recorded[OTelKeys.ExceptionType].ShouldBe("System.InvalidOperationException");
        recorded[OTelKeys.ExceptionMessage].ShouldBe("deep");
        recorded[OTelKeys.ExceptionStackTrace].ShouldNotBeNull().ShouldContain("Helper");
        spans.Named("Middle").Events.ShouldBeEmpty();
        spans.Named("Outer").Events.ShouldBeEmpty();
        spans.Ended.ShouldAllBe(a => a.Status == ActivityStatusCode.Error && a.StatusDescription == "InvalidOperationException: deep");
        spans.Ended.Select(a => a.DisplayName).ShouldBe(["Inner", "Middle", "Outer"]);
        Activity.Current.ShouldBeNull();
    }

    [Theory]
    [InlineData("ThroughLambdas")]
    [InlineData("ThroughManual")]
    public void Exception_RisesThroughOtherForms_IsAnEventOnTheFirstOnly(string method)
    {
        using var woven = Woven.Sample("Exceptions");
        using var spans = new Recorder();

        Should.Throw<InvalidOperationException>(() => woven.Call(method));

        spans.Ended.Sum(a => a.Exceptions().Count).ShouldBe(1);
        spans.Named("Inner").Exceptions().ShouldHaveSingleItem();
        spans.Ended.ShouldAllBe(a => a.Status == ActivityStatusCode.Error);
    }

    [Fact]
    public void Exception_CaughtInside_LeavesTheSpanOk()
    {
        using var woven = Woven.Sample("Exceptions");
        using var spans = new Recorder();

        woven.Call("Catches").ShouldBe(-1);
        woven.Call("Filtered").ShouldBe(true);

        spans.Named("Catches").Status.ShouldBe(ActivityStatusCode.Ok);
        spans.Named("Filtered").Status.ShouldBe(ActivityStatusCode.Ok);
    }

    [Fact]
    public void Exception_Wrapped_IsNewWhereItIsWrapped()
    {
        using var woven = Woven.Sample("Exceptions");
        using var spans = new Recorder();

        Should.Throw<ArgumentException>(() => woven.Call("Wraps"));

        spans.Named("Wraps").Exceptions().ShouldHaveSingleItem();
        spans.Named("Inner").Exceptions().ShouldHaveSingleItem();
    }

    [Fact]
    public void Exception_ThrownAgainElsewhere_IsNewThere()
    {
        using var woven = Woven.Sample("Exceptions");
        using var spans = new Recorder();

        Should.Throw<InvalidOperationException>(() => woven.Call("TwiceCached"));

        spans.Ended.Where(a => a.DisplayName == "ThrowsCached").ShouldAllBe(a => a.Exceptions().Count == 1);
        spans.Named("TwiceCached").Events.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Woven.Optimizations), MemberType = typeof(Woven))]
    public void Exception_BodyOnlyThrows_IsRecorded(OptimizationLevel optimization)
    {
        using var woven = Woven.Sample("Exceptions", optimization);
        using var spans = new Recorder();

        Should.Throw<NotSupportedException>(() => woven.Call("Only"));
        Should.Throw<NotSupportedException>(() => woven.Call("OnlyVoid"));
        Should.Throw<NullReferenceException>(() => woven.Call("Finds", [null]));

        spans.Ended.ShouldAllBe(a => a.Exceptions().Count == 1 && a.Outputs() == null);
    }

    [Fact]
    public void Exception_FinallySaysMore_IsHeard()
    {
        using var woven = Woven.Sample("Exceptions");
        using var spans = new Recorder();

        Should.Throw<InvalidOperationException>(() => woven.Call("SaysMoreInFinally"));

        spans.Named("SaysMoreInFinally").GetTagItem("said").ShouldBe("last");
    }

    [Theory]
    [MemberData(nameof(Woven.Optimizations), MemberType = typeof(Woven))]
    public void Exception_FromADeepRecursion_LeavesTheProcessAlive(OptimizationLevel optimization)
    {
        using var woven = Woven.Sample("Exceptions", optimization);
        using var spans = new Recorder();

        Should.Throw<InvalidOperationException>(() => woven.Call("Deep", 3_000));

        spans.Ended.Count.ShouldBe(3_001);
        spans.Ended.Sum(a => a.Exceptions().Count).ShouldBe(1);
        spans.Ended.ShouldAllBe(a => a.Status == ActivityStatusCode.Error);
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public void Exception_Unwinds_FinallyBlocksRunInsideTheirSpan()
    {
        using var woven = Woven.Sample("Exceptions");
        using var spans = new Recorder();

        Should.Throw<InvalidOperationException>(() => woven.Call("OrderOuter"));

        woven.Assembly.GetType("C")!.GetField("Innermost")!.GetValue(null).ShouldBe("OrderInner;OrderOuter;");
        spans.Ended.Select(a => a.DisplayName).ShouldBe(["OrderInner", "OrderOuter"]);
    }

    // Frames of the sample, innermost first.
    private static List<string> StackOf(Woven woven, string method, params object?[] arguments)
    {
        var thrown = Should.Throw<InvalidOperationException>(() => woven.Call(method, arguments));
        return [.. thrown.StackTrace!.Split('\n').Select(l => l.Trim()).TakeWhile(l => !l.Contains("InvokeStub_", StringComparison.Ordinal) && !l.Contains("System.Reflection", StringComparison.Ordinal))];
    }

    // The woven twin of a method stands some lines above it.
    private static string AsWoven(string frame, int above) => frame.Contains("Unwoven", StringComparison.Ordinal)
        ? Line().Replace(frame.Replace("Unwoven", string.Empty), m => $":line {int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture) - above}")
        : frame;

    [GeneratedRegex(@":line (\d+)")]
    private static partial Regex Line();
}
