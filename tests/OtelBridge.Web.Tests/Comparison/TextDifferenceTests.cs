using FsCheck;
using FsCheck.Fluent;
using OtelBridge.TestSupport;
using OtelBridge.Web.Comparison;

namespace OtelBridge.Web.Tests.Comparison;

public sealed class TextDifferenceTests
{
    private static readonly Arbitrary<(string, string)> Texts = Gen.Choose(0, int.MaxValue - 1).Select(static seed =>
    {
        var random = new Random(seed);
        return (Text(random), Text(random));
    }).ToArbitrary();

    [Fact]
    public void Lines_ThatWereEdited_StandBesideEachOtherWithTheirWords()
    {
        var difference = Of("one\nthe quick fox\nthree", "one\nthe slow fox\nthree");

        var line = difference.Blocks.SelectMany(block => block.Lines).Single(line => !line.IsSame);
        line.Left.ShouldBe([new("the ", false), new("quick", true), new(" fox", false)]);
        line.Right.ShouldBe([new("the ", false), new("slow", true), new(" fox", false)]);
        (line.LeftNumber, line.RightNumber).ShouldBe((2, 2));
    }

    [Fact]
    public void Lines_ThatHaveNothingInCommon_AreReplacedWhole()
    {
        var difference = Of("alpha beta gamma", "delta epsilon zeta");

        difference.Blocks.ShouldHaveSingleItem().Lines.ShouldHaveSingleItem().Left.ShouldBe([new("alpha beta gamma", false)]);
    }

    [Fact]
    public void Lines_ThatAreEqual_AreFoldedFarFromChanges()
    {
        var lines = Enumerable.Range(1, 20).Select(i => $"line {i}").ToList();

        var difference = Of(string.Join('\n', lines), string.Join('\n', [.. lines.Take(10), "new", .. lines.Skip(10)]));

        difference.Blocks.Select(block => (block.IsFolded, block.Lines.Count)).ShouldBe([(true, 7), (false, 7), (true, 7)]);
        (difference.Added, difference.Removed).ShouldBe((1, 0));
    }

    [Fact]
    public void Sides_OfAnyTwoTexts_AreKeptWhole() => Prop.ForAll(Texts, static texts =>
    {
        var lines = Of(texts.Item1, texts.Item2).Blocks.SelectMany(block => block.Lines).ToList();

        Side(lines, line => line.LeftNumber, line => line.Left).ShouldBe(texts.Item1);
        Side(lines, line => line.RightNumber, line => line.Right).ShouldBe(texts.Item2);
        lines.Where(line => line.IsSame).ShouldAllBe(line => line.Left[0].Text == line.Right[0].Text);
    }).ShouldHold(300);

    [Fact]
    public void Texts_WhoseEveryLineDiffers_AreShownAsReplaced()
    {
        var (left, right) = (Hostile("a", 10_000), Hostile("b", 10_000));

        var difference = Of(left, right);

        difference.IsCoarse.ShouldBeTrue();
        (difference.Removed, difference.Added).ShouldBe((10_000, 10_000));
    }

    [Fact]
    public void Texts_ThatAreEndless_AreCutAndSaySo()
    {
        var difference = Of(new string('a', 5_000_000), new string('b', 5_000_000));

        difference.CutCharacters.ShouldBe(2 * (5_000_000 - DifferenceBudget.MaxCharacters));
        difference.IsSame.ShouldBeFalse();
    }

    [Fact]
    public void Texts_OfOnePage_ShareItsRoom()
    {
        var budget = new DifferenceBudget();

        var shown = Enumerable.Range(0, 20).Sum(i => TextDifference.Of(Hostile($"{i}", 20_000), "", budget).Blocks.SelectMany(block => block.Lines).Sum(line => line.Left[0].Text.Length));

        shown.ShouldBeLessThanOrEqualTo(1_000_000);
    }

    [Fact]
    public void Json_WrittenDifferently_IsTheSame()
    {
        var (left, right) = (ReadableText.Of("""{"b":[1,2],"a":"x"}"""), ReadableText.Of("{ \"a\": \"x\",\n \"b\": [1, 2] }"));

        left.ShouldBe(right);
        left.ShouldBe("{\n  \"a\": \"x\",\n  \"b\": [\n    1,\n    2\n  ]\n}");
    }

    [Fact]
    public void Json_ThatHoldsAPrompt_HasThePromptsLines() =>
        ReadableText.Of("""{"prompt":"first\nsecond"}""").ShouldBe("{\n  \"prompt\": \"first\n    second\"\n}");

    [Theory]
    [InlineData("{\"a\":")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("[broken")]
    public void Json_ThatIsNone_IsComparedAsItIs(string text) => ReadableText.Of(text).ShouldBe(text);

    [Fact]
    public void Json_OfAThousandLevels_IsComparedAsItIs()
    {
        var deep = new string('[', 1_000) + new string(']', 1_000);

        ReadableText.Of(deep).ShouldBe(deep);
    }

    private static TextDifference Of(string left, string right) => TextDifference.Of(left, right, new DifferenceBudget());

    private static string Hostile(string word, int lines) => string.Join('\n', Enumerable.Range(0, lines).Select(i => $"{word}{i % 97}"));

    private static string Text(Random random) => string.Join('\n', Enumerable.Range(0, random.Next(30)).Select(_ => new[] { "", "a b c", "a x c", "d", "é 👍🏽 z", "  " }[random.Next(6)]));

    private static string Side(IEnumerable<DifferenceLine> lines, Func<DifferenceLine, int> number, Func<DifferenceLine, IReadOnlyList<DifferencePiece>> pieces) =>
        string.Join('\n', lines.Where(line => number(line) > 0).OrderBy(number).Select(line => string.Concat(pieces(line).Select(piece => piece.Text))));
}
