using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Completion;

namespace OtelBridge.Store.Tests.Search.Completion;

public sealed class FilterConditionsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("   ", "")]
    [InlineData("status = 'OK'", "status = 'OK'")]
    [InlineData("status = 'OK' AND name = 'a AND b'", "status = 'OK'|name = 'a AND b'")]
    [InlineData("status = 'OK'\nand (name = 'a' OR name = 'b')", "status = 'OK'|(name = 'a' OR name = 'b')")]
    [InlineData("status = 'OK'\nOR\tname = 'b' AND name = 'c'", "status = 'OK'\nOR\tname = 'b' AND name = 'c'")]
    [InlineData("name IN ('a', 'b') AND NOT tags.`and` = 'x'", "name IN ('a', 'b')|NOT tags.`and` = 'x'")]
    [InlineData("status = 'OK' AND", "status = 'OK'")]
    public void Conditions_OfAFilter_AreCutAtItsOuterAnds(string filter, string conditions) =>
        FilterConditions.Of(filter).ShouldBe(conditions.Split('|', StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [InlineData("", "a.x = 'y'", "a.x = 'y'")]
    [InlineData("status = 'OK'", "name = 'n'", "status = 'OK' AND name = 'n'")]
    [InlineData("status = 'OK' AND", "name = 'n'", "status = 'OK' AND name = 'n'")]
    [InlineData("status = 'OK'\nOR\nname = 'm'", "name = 'n'", "(status = 'OK'\nOR\nname = 'm') AND name = 'n'")]
    [InlineData("name = 'n' AND status = 'OK'", "name = 'n'", "name = 'n' AND status = 'OK'")]
    public void With_ACondition_HoldsWhereBothDo(string filter, string condition, string expected) =>
        FilterConditions.With(filter, condition).ShouldBe(expected);

    [Fact]
    public void Without_AConditionThatStandsInTheMiddle_KeepsTheOthers() =>
        FilterConditions.Without("status = 'OK' AND name = 'n' AND model = 'm'", "name = 'n'").ShouldBe("status = 'OK' AND model = 'm'");

    [Fact]
    public void Conditions_OfNoFilter_AreRefused() => Should.Throw<InvalidFilterException>(() => FilterConditions.Of("naem = 'x'")).Place.ShouldBe(0);

    [Theory]
    [InlineData("it's", "'it''s'")]
    [InlineData("' OR name = '", "''' OR name = '''")]
    [InlineData("", "''")]
    public void Text_OfAStranger_StaysOneValue(string value, string expected)
    {
        FilterWords.Text(value).ShouldBe(expected);
        var node = TraceFilter.Parse(FilterWords.Is("name", value)).ShouldBeOfType<ComparisonNode>();
        node.Value.Text.ShouldBe(value);
    }

    [Theory]
    [InlineData("team", "team")]
    [InlineData("my team", "`my team`")]
    [InlineData("a`b", "`a``b`")]
    [InlineData("x = 'y' OR", "`x = 'y' OR`")]
    public void Key_OfAStranger_StaysOneKey(string key, string expected)
    {
        FilterWords.Key(key).ShouldBe(expected);
        var node = TraceFilter.Parse(FilterWords.Is("tags." + FilterWords.Key(key), "v")).ShouldBeOfType<ComparisonNode>();
        node.Field.Key.ShouldBe(key);
    }
}
