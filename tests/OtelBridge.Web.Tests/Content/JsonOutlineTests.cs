using System.Text;
using OtelBridge.Web.Content;

namespace OtelBridge.Web.Tests.Content;

public sealed class JsonOutlineTests
{
    [Fact]
    public void Read_SmallValue_HasEverything()
    {
        var outline = Read("""{"a":[1,"two",null],"odd name":{"b":true}}""").ShouldNotBeNull();

        outline.Path.ShouldBe("$");
        outline.Node.Count.ShouldBe(2);
        outline.Node.Children.Select(node => node.Step).ShouldBe([".a", "[\"odd name\"]"]);
        outline.Node.Children[0].Children.Select(node => node.Text).ShouldBe(["1", "two", "null"]);
    }

    [Fact]
    public void Read_LongList_ShowsSomeAndKnowsTheRest()
    {
        var json = $"[{string.Join(',', Enumerable.Range(0, 5_000))}]";

        var first = Read(json)!.Node;
        var rest = Read(json, 0, first.Next)!.Node;

        first.Count.ShouldBe(5_000);
        first.Children.Count.ShouldBe(ContentLimits.Members);
        rest.Children[0].Text.ShouldBe($"{ContentLimits.Members}");
        rest.Children[0].Step.ShouldBe($"[{ContentLimits.Members}]");
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(90_000)]
    public void Read_DeepValue_IsShownLevelByLevelToItsEnd(int depth)
    {
        var json = Bytes(string.Concat(Enumerable.Repeat("{\"a\":[", depth / 2)) + "\"end\"" + string.Concat(Enumerable.Repeat("]}", depth / 2)));

        var outline = JsonOutline.Read(json).ShouldNotBeNull();
        var levels = 0;
        if (depth <= 1_000)
        {
            while (Deepest(outline.Node) is { IsContainer: true } deepest)
            {
                outline = JsonOutline.Read(json, deepest.At).ShouldNotBeNull();
                levels++;
            }

            Deepest(outline.Node).Text.ShouldBe("end");
            outline.Path.ShouldStartWith("$.a[0].a[0]");
            levels.ShouldBeGreaterThan(100);
        }

        outline.Node.Count.ShouldBe(1);
    }

    [Fact]
    public void Read_TwentyMegabytes_KeepsOnlyWhatIsShown()
    {
        var json = Bytes($$"""{"text":"{{new string('x', 20_000_000)}}","list":[{{string.Join(',', Enumerable.Repeat("{\"k\":[1,2,3]}", 10_000))}}]}""");

        var before = GC.GetAllocatedBytesForCurrentThread();
        var outline = JsonOutline.Read(json).ShouldNotBeNull();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10_000_000);
        outline.Node.Children[0].IsCut.ShouldBeTrue();
        outline.Node.Children[0].Text.Length.ShouldBe(ContentLimits.Value);
        outline.Node.Children[1].Count.ShouldBe(10_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{\"a\":")]
    [InlineData("[1] [2]")]
    public void Read_WhatIsNoJson_IsNone(string text) => Read(text).ShouldBeNull();

    [Fact]
    public void Read_PlaceInsideOfAText_IsNone() => Read("""{"a":"b: 17"}""", 9).ShouldBeNull();

    [Theory]
    [InlineData("""{"a":{"b":[1,2]},"c":3}""", 5, """{"b":[1,2]}""")]
    [InlineData(""" {"a":1} """, 0, """{"a":1}""")]
    [InlineData("""{"a":1}""", 1, "")]
    public void Slice_Place_GivesItsValue(string json, int at, string value) => Encoding.UTF8.GetString(JsonOutline.Slice(Bytes(json), at)).ShouldBe(value);

    [Fact]
    public void Find_TextInNamesAndValues_NamesThePlaces()
    {
        var json = Bytes($$"""{"Needle":1,"list":["hay","{{new string('h', 200_000)}} a needle {{new string('h', 200_000)}}"]}""");

        var found = JsonSearch.Find(json, "needle");

        found.Select(match => match.Path).ShouldBe(["$.Needle", "$.list[1]"]);
        found[1].Excerpt.ShouldContain(" a needle ");
        JsonOutline.Read(json, found[1].At).ShouldNotBeNull().Path.ShouldBe("$.list[1]");
    }

    private static JsonNode Deepest(JsonNode node) => node.Children.Count > 0 ? Deepest(node.Children[0]) : node;

    private static JsonOutline? Read(string json, int at = 0, int from = 0) => JsonOutline.Read(Bytes(json), at, from);

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);
}
