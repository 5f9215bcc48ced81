using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using OtelBridge.TestSupport;

namespace OtelBridge.Weaver.Tests.Weaving;

/// <summary>Legal C# that is seldom seen does woven what it did before, heard and unheard.</summary>
public sealed class UnusualShapeTests
{
    [Theory]
    [MemberData(nameof(Woven.Optimizations), MemberType = typeof(Woven))]
    public void Calls_OfUnusualShapes_ReturnWhatTheyDid(OptimizationLevel optimization)
    {
        using var folder = new TemporaryFolder();
        var source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", "Unusual.cs"));
        var plain = new AssemblyLoadContext(null).LoadFromAssemblyPath(Compilation.Emit(Compilation.Of(source, optimization), folder));
        using var woven = Woven.Of(source, optimization);
        var expected = Results(plain);
        expected.Count.ShouldBeGreaterThan(20);

        Results(woven.Assembly).ShouldBe(expected);

        // Afresh, since some keep a log.
        var again = new AssemblyLoadContext(null).LoadFromAssemblyPath(woven.Path);
        using var recorder = new Recorder();
        Results(again).ShouldBe(expected);
        recorder.Ended.Count.ShouldBe(recorder.Started.Count);
        recorder.Ended.Count.ShouldBeGreaterThan(50);
        Activity.Current.ShouldBeNull();
    }

    private static IReadOnlyList<string> Results(Assembly assembly) =>
    [
        .. assembly.GetType("C", throwOnError: true)!.GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Where(static m => m.Name.StartsWith("Call", StringComparison.Ordinal))
            .OrderBy(static m => m.Name, StringComparer.Ordinal)
            .Select(static m => $"{m.Name}: {m.Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null)}"),
    ];
}
