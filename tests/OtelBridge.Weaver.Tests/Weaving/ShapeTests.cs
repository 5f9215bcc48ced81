using System.Diagnostics;
using System.Reflection;
using Microsoft.CodeAnalysis;
using OtelBridge.Attributes;

namespace OtelBridge.Weaver.Tests.Weaving;

public sealed class ShapeTests
{
    // Method of the sample, its arguments, its result; then the span of the traced method: name, inputs, outputs.
    private static readonly (string Call, object?[] Arguments, object? Result, string Span, string? Inputs, string? Outputs)[] Cases =
    [
        ("CallDefaults", [], 6, "Defaults", """{"a":1,"b":5,"c":"x"}""", "6"),
        ("CallParams", [], 2, "Params", """{"first":"a","rest":[1,2]}""", "2"),
        ("CallParamsSpan", [], 2, "ParamsSpan", """{"rest":[4,5]}""", "2"),
        ("CallNullables", [], null, "Nullables", """{"a":null,"b":null,"c":null}""", "null"),
        ("CallIgnored", [], 1, "Ignored", """{"question":"q"}""", "1"),
        ("NoArguments", [], null, "NoArguments", "{}", null),
        ("Null", [], null, "Null", "{}", "null"),
        ("CallTryGet", [], "k!", "TryGet", """{"key":"k"}""", """{"result":true,"value":"k!"}"""),
        ("CallSwap", [], 2, "Swap", """{"a":1,"b":2}""", """{"a":2,"b":1}"""),
        ("CallIn", [], 3, "In", """{"p":{"Name":"a","Age":2},"n":1}""", "3"),
        ("CallNullRef", [], -1, "NullRef", """{"n":null}""", "-1"),
        ("CallChars", [], 5, "Chars", """{"text":"abc","bytes":"AQI="}""", "5"),
        ("CallSlice", [], "bc", "Slice", """{"text":"abc"}""", "\"bc\""),
        ("CallRefStruct", [], 3, "RefStruct", """{"window":"Window","again":"Window"}""", """{"result":3,"again":"Window"}"""),
        ("CallRefStructMember", [], 5, "Length", """{"extra":2}""", "5"),
        ("CallPointer", [], 5, "Pointer", """{"p":"System.Int32*","q":"System.Void*","f":"delegate*"}""", "5"),
        ("CallPointerBack", [], 3, "PointerBack", """{"p":"System.Int32*"}""", "\"System.Int32*\""),
        ("CallFind", [], 24, "Find", """{"index":1}""", "2"),
        ("CallFindReadOnly", [], 3, "FindReadOnly", """{"index":2}""", "3"),
        ("CallDynamic", [], "dyn", "Dynamic", """{"d":"dyn"}""", "\"dyn\""),
        ("CallTuple", [], 1, "Tuple", """{"t":[1,2]}""", """[1,"b"]"""),
        ("CallAnyRef", [], 3, "AnyRef", """{"value":3,"other":2}""", "3"),
        ("CallAnyRefText", [], "b", "AnyRef", """{"value":"a","other":"b"}""", "\"b\""),
        ("CallByRefLike", [], 7, "ByRefLike", """{"value":"T"}""", "7"),
        ("CallExtension", [], "e1", "Extension", """{"self":"e","n":1}""", "\"e1\""),
        ("CallSilent", [], 3, "Silent", null, null),
        ("CallMany", [], "three", "Many", """{"n":3}""", "\"three\""),
        ("CallLoopFromStart", [], 0, "LoopFromStart", """{"n":5}""", "0"),
        ("CallEndless", [], null, "Endless", """{"n":3}""", null),
        ("CallHandlers", [], "caught", "Handlers", """{"n":1}""", "\"caught\""),
        ("CallStack", [], 8, "Stack", """{"n":4}""", "8"),
        ("CallSkip", [], 4, "Skip", """{"n":4}""", "4"),
        ("SetsItsOwn", [], "theirs", "SetsItsOwn", "{}", "\"mine\""),
        ("CallInlined", [], 1, "Inlined", """{"n":1}""", "1"),
        ("CallLocal", [2], 5, "Local", """{"x":2}""", "4"),
        ("CallLambda", [2], 3, "CallLambda.lambda", """{"x":1}""", "3"),
        ("CallNestedLambda", [], 4, "CallNestedLambda.lambda", "{}", "4"),
        ("Encloses", [3], 9, "Encloses", """{"n":3}""", "9"),
        ("CallExplicit", [], 2, "Read", """{"key":1}""", "2"),
        ("CallStaticAbstract", [], "p", "Parse", """{"text":"p"}""", "{}"),
        ("CallStaticVirtual", [], 6, "Twice", """{"n":2}""", "6"),
        ("CallDefaultMember", [], 6, "Thrice", """{"n":2}""", "6"),
        ("CallStaticMember", [], 2, "Half", """{"n":4}""", "2"),
        ("CallGenericType", [], 4, "Put", """{"value":4}""", "4"),
        ("CallGenericTypeOfReference", [], "s", "Put", """{"value":"s"}""", "\"s\""),
        ("CallGenericMethod", [], 12, "Convert", """{"value":"12","convert":"System.Func`2[System.String,System.Int32]"}""", "12"),
        ("CallGenericIterator", [], "a,b", "Items", """{"one":"a","two":"b"}""", """["a","b"]"""),
        ("CallNestedGeneric", [], "(1, b)", "Pair", """{"a":1,"b":"b"}""", """[1,"b"]"""),
        ("CallStructToString", [], "count 2", "ToString", "{}", "\"count 2\""),
        ("CallGenericStruct", [], "z", "Set", """{"value":"z"}""", "\"z\""),
        ("CallRecord", [], "p?", "Describe", """{"suffix":"?"}""", "\"p?\""),
        ("CallOperator", [], 3, "op_Addition", """{"a":{"Cents":1},"b":{"Cents":2}}""", """{"Cents":3}"""),
        ("CallGetter", [], "n", "Name", "{}", "\"n\""),
        ("CallSetter", [], null, "Name", """{"value":"v"}""", null),
        ("CallPartial", [], "ab", "Joined", """{"a":"a","b":"b"}""", "\"ab\""),
        ("CallDelegate", [], 8, "Inner", """{"n":4}""", "8"),
        ("CallReflection", [], 10, "Inner", """{"n":5}""", "10"),
        ("CallGenericAsync", [], "s", "PutAsync", """{"value":"s"}""", "\"s\""),
        ("CallStructAsync", [], 9, "LaterAsync", "{}", "9"),
        ("CallLocalAsync", [2], 5, "Local", """{"x":2}""", "4"),
    ];

    public static TheoryData<int, string, OptimizationLevel> All
    {
        get
        {
            var data = new TheoryData<int, string, OptimizationLevel>();
            for (var i = 0; i < Cases.Length; i++)
            {
                data.Add(i, Cases[i].Call, OptimizationLevel.Debug);
                data.Add(i, Cases[i].Call, OptimizationLevel.Release);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Trace_OfEveryShape_SaysWhatWentInAndOutAndChangesNothing(int index, string call, OptimizationLevel optimization)
    {
        var expected = Cases[index];
        using var woven = Woven.Sample("Shapes", optimization);
        (await Result(woven.Call(call, expected.Arguments))).ShouldBe(expected.Result);
        using var spans = new Recorder();

        (await Result(woven.Call(call, expected.Arguments))).ShouldBe(expected.Result);

        spans.Single.DisplayName.ShouldBe(expected.Span);
        spans.Single.Inputs().ShouldBe(expected.Inputs);
        spans.Single.Outputs().ShouldBe(expected.Outputs);
        spans.Single.Status.ShouldBe(ActivityStatusCode.Ok);
        Activity.Current.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Woven.Optimizations), MemberType = typeof(Woven))]
    public void Trace_EveryMethodOfTheSample_IsWoven(OptimizationLevel optimization)
    {
        using var woven = Woven.Sample("Shapes", optimization);

        var traced = woven.Assembly.GetTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .Count(m => m.GetCustomAttribute<TraceAttribute>() is not null);

        woven.Report.Methods.ShouldBe(traced);
    }

    [Theory]
    [MemberData(nameof(Woven.Optimizations), MemberType = typeof(Woven))]
    public void Trace_StructMethod_ChangesTheStruct(OptimizationLevel optimization)
    {
        using var woven = Woven.Sample("Shapes", optimization);
        using var spans = new Recorder();

        woven.Call("CallStruct").ShouldBe(5);

        spans.Ended.Select(a => a.Outputs()).ShouldBe(["2", "5"]);
    }

    [Fact]
    public void Trace_Override_CallsTheBaseAsItsChild()
    {
        using var woven = Woven.Sample("Shapes");
        using var spans = new Recorder();

        woven.Call("CallOverride").ShouldBe("hello x!");

        spans.Named("base").Parent.ShouldBeSameAs(spans.Named("derived"));
        spans.Named("base").Function().ShouldBe("Greet");
    }

    [Fact]
    public void Trace_Recursion_NestsEachCallInItsCaller()
    {
        using var woven = Woven.Sample("Shapes");
        using var spans = new Recorder();

        woven.Call("Fibonacci", 5).ShouldBe(5);

        spans.Ended.Count.ShouldBe(15);
        spans.Ended.Count(a => a.Parent is null).ShouldBe(1);
        spans.Ended.Select(a => a.TraceId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void Trace_LazySequenceAsArgument_IsNotRead()
    {
        using var woven = Woven.Sample("Shapes");
        using var spans = new Recorder();

        woven.Call("CallLazy").ShouldBe(3);

        spans.Single.Inputs().ShouldNotBeNull().ShouldStartWith("{\"items\":\"C+<Once>");
    }

    [Fact]
    public void Trace_Constants_AreAttributesOfTheirTypes()
    {
        using var woven = Woven.Sample("Shapes");
        using var spans = new Recorder();

        woven.Call("Attributed");

        var span = spans.Single;
        span.GetTagItem("model").ShouldBe("small");
        span.GetTagItem("k").ShouldBe(3);
        span.GetTagItem("on").ShouldBe(true);
        span.GetTagItem("kind").ShouldBe("\"Friday\"");
        span.GetTagItem("list").ShouldBe("[1,2]");
        span.GetTagItem("type").ShouldBe("System.String");
        span.TagObjects.ShouldNotContain(t => t.Key == "none");
        span.GetTagItem(MlflowKeys.SpanType).ShouldBe(SpanType.Tool);
        span.GetTagItem(MlflowKeys.TraceRequestId).ShouldBe("tr-" + span.TraceId.ToHexString());
    }

    private static async Task<object?> Result(object? result)
    {
        if (result is not Task task)
        {
            return result;
        }

        await task;
        return ((dynamic)task).Result;
    }
}
