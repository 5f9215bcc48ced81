using System.Text.RegularExpressions;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Layout;

namespace OtelBridge.Web.Tests.Layout;

public sealed class BadgeTests
{
    [Theory]
    [InlineData(TraceState.Ok, "OK")]
    [InlineData(TraceState.Error, "ERROR")]
    [InlineData(TraceState.InProgress, "IN_PROGRESS")]
    public async Task State_IsShapeAndWord(TraceState state, string word)
    {
        var html = await Rendered.Of<StateBadge>(("State", state));
        var symbols = await Rendered.Of<Icons>();

        html.ShouldEndWith($"{word}</span>");
        symbols.ShouldContain($"id=\"{SymbolOf(html)}\"");
    }

    [Fact]
    public async Task States_HaveEachAShapeOfTheirOwn()
    {
        var symbols = new HashSet<string>();
        foreach (var state in Enum.GetValues<TraceState>())
        {
            symbols.Add(SymbolOf(await Rendered.Of<StateBadge>(("State", state)))).ShouldBeTrue(state.ToString());
        }
    }

    [Theory]
    [InlineData(SpanType.ChatModel, "kind-llm")]
    [InlineData("llm", "kind-llm")]
    [InlineData(SpanType.Guardrail, "kind-other")]
    [InlineData("my own", "kind-other")]
    [InlineData(null, "kind-other")]
    public async Task SpanType_OfAnyText_HasColourAndSymbol(string? type, string colour)
    {
        var html = await Rendered.Of<SpanTypeBadge>(("Type", type));
        var symbols = await Rendered.Of<Icons>();

        html.ShouldContain($"class=\"span-type {colour}\"");
        html.ShouldContain(type ?? SpanType.Unknown);
        symbols.ShouldContain($"id=\"{SymbolOf(html)}\"");
    }

    [Fact]
    public async Task SpanType_ThatIsMarkup_IsText()
    {
        var html = await Rendered.Of<SpanTypeBadge>(("Type", "<b onload=x>"), ("IconOnly", true));

        html.ShouldNotContain("<b ");
        html.ShouldContain("&lt;b onload=x&gt;");
    }

    private static string SymbolOf(string html) => Regex.Match(html, "href=\"#([a-z-]+)\"").Groups[1].Value;
}
