using Microsoft.CodeAnalysis;
using OtelBridge.TestSupport;
using OtelBridge.Weaver.Weaving;

namespace OtelBridge.Weaver.Tests.Weaving;

public sealed class WarningTests
{
    private const string Unsupported = """
        using System.Runtime.InteropServices;

        public interface IThing
        {
            [Trace] int InInterface();
        }

        public abstract class Thing
        {
            [Trace] public abstract int Abstract();
        }

        public sealed class Reducer : IOutputReducer<int>
        {
            public object? Reduce(IReadOnlyList<int> items) => items.Count;
        }

        public sealed class Picky : IOutputReducer<int>
        {
            public Picky(int n) { }
            public object? Reduce(IReadOnlyList<int> items) => items.Count;
        }

        [AsyncMethodBuilder(typeof(Builder))]
        public sealed class Promise
        {
            public TaskAwaiter GetAwaiter() => Task.CompletedTask.GetAwaiter();
        }

        public sealed class Builder
        {
            public static Builder Create() => new();
            public Promise Task => new();
            public void SetResult() { }
            public void SetException(Exception e) { }
            public void SetStateMachine(IAsyncStateMachine m) { }
            public void Start<T>(ref T m) where T : IAsyncStateMachine => m.MoveNext();
            public void AwaitOnCompleted<TA, TM>(ref TA a, ref TM m) where TA : INotifyCompletion where TM : IAsyncStateMachine { }
            public void AwaitUnsafeOnCompleted<TA, TM>(ref TA a, ref TM m) where TA : ICriticalNotifyCompletion where TM : IAsyncStateMachine { }
        }

        public sealed class MyTask : Task<int> { public MyTask() : base(() => 1) { } }

        public static class C
        {
            [Trace] public static async void AsyncVoid()
            {
                await Task.Yield();
            }

            [Trace, DllImport("libc")] private static extern int getpid();

            [Trace] public static async Promise CustomTask()
            {
                await Task.Yield();
            }

            [Trace] public static MyTask DerivedTask() => new();

            [Trace(OutputReducer = typeof(Reducer))] public static int NoStream() => 1;

            [Trace(OutputReducer = typeof(Picky))] public static IEnumerable<int> UnfitReducer()
            {
                yield return 1;
            }

            [Trace(OutputReducer = typeof(Reducer))] public static IEnumerable<string> OtherItems()
            {
                yield return "a";
            }

            [Trace] public static int ArgList(__arglist) => 1;

            [Trace] public static int Fine([TraceIgnore] int n = 0) => 1;

            public static int NotTraced([TraceIgnore] string key) => 1;

            [Trace, MethodImpl((MethodImplOptions)0x2000)] public static Task RuntimeAsync() => Task.CompletedTask;
        }
        """;

    [Fact]
    public void Weave_EveryUnsupportedShape_HasOneWarningEach()
    {
        using var folder = new TemporaryFolder();
        var path = Compilation.Emit(Compilation.Of(Unsupported), folder);

        var report = Compilation.Weave(path);

        report.Warnings.Select(w => (w.Code, Name(w.Message))).ShouldBe(
            [
                (WarningCode.NoBody, "IThing.InInterface"),
                (WarningCode.NoBody, "Thing.Abstract"),
                (WarningCode.AsyncVoid, "C.AsyncVoid"),
                (WarningCode.NoBody, "C.getpid"),
                (WarningCode.UnknownTaskType, "C.CustomTask"),
                (WarningCode.UnknownTaskType, "C.DerivedTask"),
                (WarningCode.ReducerWithoutStream, "C.NoStream"),
                (WarningCode.UnfitReducer, "C.UnfitReducer"),
                (WarningCode.UnfitReducer, "C.OtherItems"),
                (WarningCode.UnsupportedBody, "C.ArgList"),
                (WarningCode.RuntimeAsync, "C.RuntimeAsync"),
                (WarningCode.IgnoreWithoutTrace, "C.NotTraced"),
            ],
            ignoreOrder: true);

        // What is left aside is the reducer, not the span.
        report.Methods.ShouldBe(4);
    }

    [Theory]
    [InlineData("C.AsyncVoid", "await Task.Yield();")]
    [InlineData("C.DerivedTask", "MyTask DerivedTask")]
    [InlineData("C.UnfitReducer", "yield return 1;")]
    [InlineData("C.NoStream", "int NoStream")]
    public void Weave_Warning_SaysWhereTheMethodStands(string method, string at)
    {
        using var folder = new TemporaryFolder();
        var path = Compilation.Emit(Compilation.Of(Unsupported), folder);

        var warning = Compilation.Weave(path).Warnings.Single(w => Name(w.Message) == method);

        warning.File.ShouldBe("Sample.cs");
        var lines = Unsupported.Split('\n');
        var expected = Array.FindIndex(lines, l => l.Contains(at, StringComparison.Ordinal)) + 1;
        warning.Line.ShouldBeInRange(expected - 1, expected);
        warning.Column.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Weave_MethodWithoutCode_NamesTheFileOfItsType()
    {
        using var folder = new TemporaryFolder();
        var path = Compilation.Emit(Compilation.Of(Unsupported), folder);

        var warning = Compilation.Weave(path).Warnings.Single(w => Name(w.Message) == "C.getpid");

        (warning.File, warning.Line).ShouldBe(("Sample.cs", 0));
    }

    [Fact]
    public void Trace_OnAConstructor_IsRefusedByTheCompiler()
    {
        var errors = Compilation.Of("public class C { [Trace] public C() { } }").GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error);

        errors.ShouldHaveSingleItem().Id.ShouldBe("CS0592");
    }

    // What stands between quotes and has a type and a name.
    private static string Name(string message) => message.Split('\'').First(part => part.IndexOf('.', StringComparison.Ordinal) > 0 && !part.Contains(' ', StringComparison.Ordinal));
}
