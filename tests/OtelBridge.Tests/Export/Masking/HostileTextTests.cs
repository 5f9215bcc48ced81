using System.Diagnostics;
using System.Text.Json;

namespace OtelBridge.Tests.Export.Masking;

/// <summary>Values that are made to make masking fail.</summary>
public sealed class HostileTextTests
{
    private const string NotJudged = "[masked: not judged]";

    [Fact]
    public void Pattern_ThatSearchesForEver_HidesTheText()
    {
        var text = new string('a', 50) + "!";

        // The reference back needs the kind of search that can take for ever.
        Masked.Text(text, Masked.Pattern(@"^(a+)+\1$")).ShouldBe(NotJudged);
        Masked.Text($$"""{"x":"{{text}}","y":1}""", Masked.Pattern(@"^(a+)+\1$")).ShouldBe($$"""{"x":"{{NotJudged}}","y":1}""");
    }

    [Fact]
    public void Pattern_ThatWouldBacktrackForEver_IsSearchedWithout()
    {
        var text = new string('a', 5000) + "!";

        Masked.Text(text, Masked.Pattern("^(a+)+$")).ShouldBe(text);
    }

    [Fact]
    public void ManyTexts_ThatEachTakeLong_EndWithTheTimeOfTheSpan()
    {
        var items = Enumerable.Repeat(new string('a', 50) + "!", 50).ToArray();

        var masked = Masked.Text(JsonSerializer.Serialize(items), Masked.Pattern(@"^(a+)+\1$")).ShouldNotBeNull();

        JsonSerializer.Deserialize<string[]>(masked)!.Distinct().ShouldBe([NotJudged]);
    }

    [Fact]
    public void LargeValue_IsMasked()
    {
        var values = Enumerable.Range(0, 20_000).Select(static i => new { id = i, text = $"mail of user{i}@example.com and more words", password = "hunter2" });

        var masked = Masked.Text(JsonSerializer.Serialize(values), Masked.Keys("password"), Masked.Pattern(@"\w+@example\.com")).ShouldNotBeNull();

        masked.ShouldNotContain("hunter2");
        masked.ShouldNotContain("@example");
        JsonDocument.Parse(masked).RootElement.GetArrayLength().ShouldBe(20_000);
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(100_000, true)]
    public void DeepJson_IsMaskedInsideOrWhole(int depth, bool isHidden)
    {
        var text = string.Concat(Enumerable.Repeat("[", depth)) + "{\"password\":\"hunter2\"}" + new string(']', depth);

        var masked = Masked.Text(text, Masked.Keys("password")).ShouldNotBeNull();

        masked.ShouldNotContain("hunter2");
        (masked == $"\"{NotJudged}\"").ShouldBe(isHidden);
    }

    [Fact]
    public void JsonInsideJsonInsideJson_IsMaskedInsideOrWhole()
    {
        var text = """{"password":"hunter2"}""";
        for (var level = 0; level < 9; level++)
        {
            text = JsonSerializer.Serialize(new { level, text });
            var masked = Masked.Text(text, Masked.Keys("password")).ShouldNotBeNull();
            masked.ShouldNotContain("hunter2");
            JsonDocument.Parse(masked);
        }
    }

    [Fact]
    public void NullKeysAndLoneSurrogates_PassThrough()
    {
        using var activity = new Activity("n\ud800").Start();
        activity.SetTag("a", "\ud800 p-secret");
        activity.AddTag(null!, "p-secret");
        activity.AddEvent(new ActivityEvent("e p-secret", tags: new ActivityTagsCollection { ["a"] = null, ["b"] = "{\"p-secret\":\"\ud800\"}" }));

        var draft = Masked.Draft(activity, Masked.Pattern("p-secret"));

        draft.Get("a").ShouldBe("\ud800 [masked]");
        draft.Events!.Single().Name.ShouldBe("e [masked]");
        draft.Events!.Single().Tags.Single(static t => t.Key == "b").Value.ShouldBeOfType<string>().ShouldNotContain("p-secret");
    }
}
