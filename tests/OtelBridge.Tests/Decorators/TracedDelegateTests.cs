using System.Diagnostics;
using OtelBridge.Attributes;

namespace OtelBridge.Tests.Decorators;

public sealed class TracedDelegateTests : IDisposable
{
    private readonly EndedSpans _spans = new();

    private delegate int Parse(string text, out int rest, ref int calls, in int radix);

    private delegate int Sum(params int[] numbers);

    private delegate int Measure(ReadOnlySpan<char> text);

    public void Dispose() => _spans.Dispose();

    [Fact]
    public void Trace_Method_RecordsItsArgumentsByName()
    {
        Mlflow.Trace(Math.Pow)(2, 3).ShouldBe(8);

        Recorded().ShouldBe(("Pow", SpanType.Unknown, "Pow", """{"x":2,"y":3}""", "8", ActivityStatusCode.Ok));
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public void Trace_WithNameTypeAndAttributes_HasThem()
    {
        Mlflow.Trace((int a) => a + 1, "add", SpanType.Tool, [new("k", 7), new("", 1)])(1).ShouldBe(2);

        Recorded().ShouldBe(("add", SpanType.Tool, nameof(Trace_WithNameTypeAndAttributes_HasThem) + ".lambda", """{"a":1}""", "2", ActivityStatusCode.Ok));
        One().GetTagItem("k").ShouldBe(7);
    }

    [Fact]
    public void Trace_ActionWithoutParameters_RecordsNoOutputs()
    {
        var ran = 0;
        void Local() => ran++;

        Mlflow.Trace(Local)();

        ran.ShouldBe(1);
        Recorded().ShouldBe(("Local", SpanType.Unknown, "Local", "{}", null, ActivityStatusCode.Ok));
    }

    [Fact]
    public void Trace_SixteenParameters_RecordsAll()
    {
        var sum = Mlflow.Trace(
            (int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l, int m, int n, int o, int p) =>
                a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p, "sum");

        sum(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16).ShouldBe(136);
        One().GetTagItem(MlflowKeys.SpanInputs).ShouldBe("""{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10,"k":11,"l":12,"m":13,"n":14,"o":15,"p":16}""");
    }

    [Fact]
    public void Trace_ParametersByReference_ComeInAndOut()
    {
        Parse parse = (string text, out int rest, ref int calls, in int radix) =>
        {
            rest = 3;
            calls++;
            return Convert.ToInt32(text, radix);
        };
        var calls = 1;

        Mlflow.Trace(parse, "parse")("ff", out var rest, ref calls, 16).ShouldBe(255);

        (rest, calls).ShouldBe((3, 2));
        Recorded().ShouldBe(
            ("parse", SpanType.Unknown, nameof(Trace_ParametersByReference_ComeInAndOut) + ".lambda", """{"text":"ff","calls":1,"radix":16}""", """{"result":255,"rest":3,"calls":2}""", ActivityStatusCode.Ok));
    }

    [Fact]
    public void Trace_ParamsAndInstanceAndBoundMethods_RecordTheArgumentsOfTheCall()
    {
        Mlflow.Trace<Sum>(numbers => numbers.Sum())(1, 2).ShouldBe(3);
        Mlflow.Trace((Func<char, int, int>)"abc".IndexOf, "index")('c', 1).ShouldBe(2);
        Mlflow.Trace((Func<int, bool>)new[] { 3, 1 }.Contains, "contains")(3).ShouldBeTrue();
        Mlflow.Trace((Func<string, string>)Delegate.CreateDelegate(typeof(Func<string, string>), typeof(string).GetMethod("Trim", [])!), "trim")(" x ").ShouldBe("x");

        _spans.All.Select(a => a.GetTagItem(MlflowKeys.SpanInputs))
            .ShouldBe(["""{"numbers":[1,2]}""", """{"value":"c","startIndex":1}""", """{"value":3}""", """{"arg":" x "}"""]);
    }

    [Fact]
    public void Trace_TracedDelegate_RecordsBothByTheSameNames()
    {
        Mlflow.Trace(Mlflow.Trace((int a) => a, "inner"))(1).ShouldBe(1);

        _spans.All.Select(a => (a.DisplayName, a.GetTagItem(MlflowKeys.SpanInputs))).ShouldBe([("inner", """{"a":1}"""), ("lambda", """{"arg":1}""")]);
    }

    [Fact]
    public void Trace_Multicast_CallsAllInOneSpan()
    {
        var ran = 0;
        Action<int> both = n => ran += n;
        both += n => ran += 10 * n;

        Mlflow.Trace(both)(2);

        ran.ShouldBe(22);
        _spans.All.ShouldHaveSingleItem();
    }

    [Fact]
    public void Trace_FunctionThrows_PassesUntouchedAndIsRecordedOnce()
    {
        var thrown = new InvalidOperationException("no");
        var inner = Mlflow.Trace((Func<int>)(() => throw thrown), "inner");
        var outer = Mlflow.Trace(() => inner() + 1, "outer");

        Should.Throw<InvalidOperationException>(() => outer()).ShouldBeSameAs(thrown);

        _spans.All.Select(a => (a.DisplayName, a.Status, a.Events.Count())).ShouldBe([("inner", ActivityStatusCode.Error, 1), ("outer", ActivityStatusCode.Error, 0)]);
        thrown.StackTrace.ShouldNotBeNull().ShouldContain(nameof(Trace_FunctionThrows_PassesUntouchedAndIsRecordedOnce));
    }

    [Fact]
    public async Task Trace_Tasks_EndWithTheTask()
    {
        var release = new TaskCompletionSource();
        string? inside = null;
        var later = Mlflow.Trace(
            async (int n) =>
            {
                await release.Task;
                inside = Mlflow.ActiveTraceId;
                return n + 1;
            },
            "later");

        var running = later(1);
        Activity.Current.ShouldBeNull();
        _spans.All.ShouldBeEmpty();
        release.SetResult();

        (await running).ShouldBe(2);
        Recorded().ShouldBe(("later", SpanType.Unknown, nameof(Trace_Tasks_EndWithTheTask) + ".lambda", """{"n":1}""", "2", ActivityStatusCode.Ok));
        inside.ShouldBe(Mlflow.LastActiveTraceId);
    }

    [Fact]
    public async Task Trace_EveryKindOfTask_RecordsItsResult()
    {
        await Mlflow.Trace((Func<Task>)(async () => await Task.Yield()), "task")();
        await Mlflow.Trace(async ValueTask () => await Task.Yield(), "valueTask")();
        (await Mlflow.Trace(async ValueTask<string> () => await Task.FromResult("v"), "valueTaskOf")()).ShouldBe("v");
        await Should.ThrowAsync<TimeoutException>(Mlflow.Trace(async Task<int> (int n) => n > 0 ? throw new TimeoutException("late") : await Task.FromResult(n), "failing")(1));

        _spans.All.Select(a => (a.DisplayName, a.GetTagItem(MlflowKeys.SpanOutputs), a.Status)).ShouldBe(
        [
            ("task", null, ActivityStatusCode.Ok), ("valueTask", null, ActivityStatusCode.Ok),
            ("valueTaskOf", "\"v\"", ActivityStatusCode.Ok), ("failing", null, ActivityStatusCode.Error),
        ]);
    }

    [Fact]
    public async Task Trace_Streams_EndWhenTheyAreRead()
    {
        static IEnumerable<int> Count(int to)
        {
            for (var i = 0; i < to; i++)
            {
                yield return i;
            }
        }

        static async IAsyncEnumerable<string> Words()
        {
            yield return "a";
            await Task.Yield();
            yield return "b";
        }

        Mlflow.Trace(Count)(3).Sum().ShouldBe(3);
        await foreach (var word in Mlflow.Trace(Words)())
        {
            word.Length.ShouldBe(1);
        }

        _spans.All.Select(a => (a.DisplayName, a.GetTagItem(MlflowKeys.SpanOutputs))).ShouldBe([("Count", "[0,1,2]"), ("Words", """["a","b"]""")]);
    }

    [Fact]
    public void Trace_NobodyListens_CallsTheFunctionAndAllocatesNothing()
    {
        var traced = Mlflow.Trace((int a, int b) => a + b);
        _spans.Dispose();
        traced(1, 2);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            traced(i, 1);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Trace_NoFunction_Throws() => Should.Throw<ArgumentNullException>(() => Mlflow.Trace((Func<int>)null!));

    [Fact]
    public void Trace_WhatCannotBeAnObject_IsReturnedAsItIsAndSaidSo()
    {
        using var events = new Events();
        Measure measure = text => text.Length;

        Mlflow.Trace(measure).ShouldBeSameAs(measure);
        Mlflow.Trace<Delegate>(measure).ShouldBeSameAs(measure);

        events.Texts("SpanCallFailed").Count().ShouldBe(2);
    }

    [Fact]
    public void Trace_AsDelegate_KeepsItsType() => Mlflow.Trace<Delegate>((Func<int>)(() => 5)).ShouldBeOfType<Func<int>>()().ShouldBe(5);

    private Activity One() => _spans.All.ShouldHaveSingleItem();

    private (string Name, object? Type, object? Function, object? Inputs, object? Outputs, ActivityStatusCode Status) Recorded()
    {
        var activity = One();
        return (
            activity.DisplayName,
            activity.GetTagItem(MlflowKeys.SpanType),
            activity.GetTagItem(MlflowKeys.SpanFunctionName),
            activity.GetTagItem(MlflowKeys.SpanInputs),
            activity.GetTagItem(MlflowKeys.SpanOutputs),
            activity.Status);
    }
}
