using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.Tests.Theme;

/// <summary>Text can be read on what it stands on: WCAG 2.2 level AA, in both themes, of every pair that tokens.css names.</summary>
public sealed partial class ContrastTests
{
    // Lines that part what space parts too, and grounds.
    private static readonly string[] Decorations = ["line", "error-soft", "warn-soft", "ok-soft", "toast", "accent-fill", "error-fill", "brand"];

    private static readonly string Tokens = Encoding.UTF8.GetString(WebAssets.Instance.Find("styles/tokens.css")!.Bytes.Span);

    private static readonly Dictionary<string, (string Light, string Dark)> Colours = ColourPattern().Matches(Tokens)
        .ToDictionary(static match => match.Groups[1].Value, static match => (match.Groups[2].Value, match.Groups[3].Success ? match.Groups[3].Value : match.Groups[2].Value));

    public static TheoryData<string, string, double> Pairs()
    {
        var pairs = new TheoryData<string, string, double>();
        foreach (Match line in PairPattern().Matches(Tokens))
        {
            var least = double.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture);
            foreach (var text in Names(line.Groups[2].Value))
            {
                foreach (var ground in Names(line.Groups[3].Value))
                {
                    pairs.Add(text, ground, least);
                }
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Pair_InBothThemes_CanBeRead(string text, string ground, double least)
    {
        Ratio(Colours[text].Light, Colours[ground].Light).ShouldBeGreaterThanOrEqualTo(least, $"{text} on {ground}, light");
        Ratio(Colours[text].Dark, Colours[ground].Dark).ShouldBeGreaterThanOrEqualTo(least, $"{text} on {ground}, dark");
    }

    [Fact]
    public void EveryColourOfText_IsInAPair()
    {
        var paired = Pairs().Select(static pair => (string)pair[0]).ToHashSet();

        Colours.Keys.Where(static name => !name.StartsWith("surface", StringComparison.Ordinal) && !Decorations.Contains(name)).Except(paired).ShouldBeEmpty();
    }

    [Fact]
    public void Ratio_OfBlackAndWhite_Is21() => Ratio("#000000", "#ffffff").ShouldBe(21, 0.01);

    private static IEnumerable<string> Names(string list) => NamePattern().Matches(list).Select(static match => match.Groups[1].Value);

    private static double Ratio(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour)
    {
        var channels = new[] { 1, 3, 5 }.Select(at => int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(static c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * channels[0]) + (0.7152 * channels[1]) + (0.0722 * channels[2]);
    }

    [GeneratedRegex(@"--([a-z-]+): (?:light-dark\()?(#[0-9a-f]{6})(?:, (#[0-9a-f]{6})\))?;")]
    private static partial Regex ColourPattern();

    [GeneratedRegex(@"contrast ([0-9.]+): ([^\n]+?) on ([^\n]+)\n")]
    private static partial Regex PairPattern();

    [GeneratedRegex("--([a-z-]+)")]
    private static partial Regex NamePattern();
}
