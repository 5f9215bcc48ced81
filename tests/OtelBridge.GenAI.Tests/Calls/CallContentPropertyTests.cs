using System.Diagnostics;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using OtelBridge.Configuration;
using OtelBridge.GenAI.Calls;
using OtelBridge.TestSupport;
using OtelBridge.Tracing.Json;

namespace OtelBridge.GenAI.Tests.Calls;

public sealed class CallContentPropertyTests
{
    private static readonly ContentSettings Defaults = new(null, ContentSettings.DefaultMaxBytes);

    // Halves of pairs too, which are no text.
    private static readonly Gen<string> Texts = ArbMap.Default.GeneratorFor<char>().ArrayOf().Select(static c => new string(c));

    [Fact]
    public void Arguments_WithAHookThatChangesNothing_AreRecordedAsWithoutOne() => Prop.ForAll(Arguments().ToArbitrary(), static arguments =>
    {
        var plain = Recorded(arguments, null);
        JsonDocument.Parse(plain).RootElement.EnumerateObject().Count().ShouldBe(arguments.Count);
        Recorded(arguments, static text => text).ShouldBe(plain);
    }).ShouldHold(500);

    [Fact]
    public void Arguments_WithAHookThatHidesAll_ShowNoText() => Prop.ForAll(Arguments().ToArbitrary(), static arguments =>
        Strings(JsonDocument.Parse(Recorded(arguments, static _ => null)).RootElement).ShouldAllBe(static text => text == "[hidden]")).ShouldHold(500);

    private static string Recorded(AIFunctionArguments arguments, Func<string, string?>? hook)
    {
        // Not what the tracing of the test before left.
        ContentSettings.Current = Defaults;
        var before = GenAISettings.Current;
        GenAISettings.Current = new GenAISettings { RedactText = hook };
        try
        {
            using var activity = new Activity("test");
            CallContent.Set(activity, "content", arguments);
            return (string)activity.GetTagItem("content").ShouldNotBeNull();
        }
        finally
        {
            GenAISettings.Current = before;
        }
    }

    private static IEnumerable<string?> Strings(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Strings),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(static m => Strings(m.Value)),
        _ => [],
    };

    private static Gen<AIFunctionArguments> Arguments() => Gen.Zip(Texts, Values(3)).ArrayOf().Select(static pairs =>
    {
        var arguments = new AIFunctionArguments();
        for (var i = 0; i < pairs.Length; i++)
        {
            arguments[$"{i}{pairs[i].Item1}"] = pairs[i].Item2;
        }

        return arguments;
    });

    private static Gen<object?> Values(int depth)
    {
        var plain = Gen.OneOf(Texts.Select(static t => (object?)t), Gen.Choose(-5, 5).Select(static n => (object?)n), Gen.Constant<object?>(null));
        return depth == 0 ? plain : Gen.OneOf(
            plain,
            Values(depth - 1).ArrayOf(3).Select(static v => (object?)v),
            Gen.Zip(Texts, Values(depth - 1)).Select(static p => (object?)new Dictionary<string, object?> { [p.Item1] = p.Item2 }));
    }
}
