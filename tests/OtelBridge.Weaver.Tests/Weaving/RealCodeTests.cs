using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using OtelBridge.TestSupport;
using OtelBridge.Weaver.Tests.Verification;

namespace OtelBridge.Weaver.Tests.Weaving;

/// <summary>A whole project, traced all over: what they did before they do after, and the verifier has nothing new to say.</summary>
public sealed class RealCodeTests
{
    private static readonly string[] Filters =
    [
        "",
        "attributes.status = 'ERROR' AND tags.team = 'a'",
        "attributes.status = 'OK' OR (tags.`a b` LIKE '%x' AND NOT execution_time_ms > 5)",
        "trace.name ILIKE 'ab%' AND request_metadata.`mlflow.modelId` = \"m's\"",
        "execution_time_ms >= 1.5e3 AND timestamp_ms < 1700000000000",
        "attributes.status IN ('OK', 'ERROR')",
        "tags.x =",
        "no.such.field = 1",
        "((((",
        "attributes.status = 'unterminated",
    ];

    [Theory]
    [MemberData(nameof(Woven.Optimizations), MemberType = typeof(Woven))]
    public void Store_TracedAllOver_IsVerifiedAndAnswersAsItDid(OptimizationLevel optimization)
    {
        using var folder = new TemporaryFolder();
        var path = Compilation.Emit(RealCode.Of("OtelBridge.Store", optimization), folder);
        var before = IlVerifier.Verify(path);

        var report = Compilation.Weave(path);

        report.Warnings.Select(static w => $"{w.Code}: {w.Message}").ShouldBeEmpty();
        IlVerifier.New(before, IlVerifier.Verify(path)).ShouldBeEmpty();
        Woven.JitAll(new AssemblyLoadContext(null).LoadFromAssemblyPath(path));
        var expected = Answers(Path.Combine(AppContext.BaseDirectory, "OtelBridge.Store.dll"));
        Answers(path).ShouldBe(expected);
        using var recorder = new Recorder();
        Answers(path).ShouldBe(expected);
        recorder.Started.Count.ShouldBeGreaterThan(100);
        recorder.Ended.Count.ShouldBe(recorder.Started.Count);
        recorder.Ended.ShouldContain(static a => a.Status == ActivityStatusCode.Error);
        Activity.Current.ShouldBeNull();
    }

    private static IReadOnlyList<string> Answers(string path)
    {
        var parse = new AssemblyLoadContext(null).LoadFromAssemblyPath(path).GetType("OtelBridge.Store.Search.TraceFilter", throwOnError: true)!
            .GetMethod("Parse", BindingFlags.Public | BindingFlags.Static)!;
        return
        [
            .. Filters.Select(filter =>
            {
                try
                {
                    return parse.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [filter], null)?.ToString() ?? "null";
                }
                catch (Exception e)
                {
                    return $"{e.GetType().FullName}: {e.Message}";
                }
            }),
        ];
    }
}
