using OtelBridge.Masking;

namespace OtelBridge.Contracts.Tests.Masking;

public sealed class WildcardTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "a", true)]
    [InlineData("a*", "ABC", true)]
    [InlineData("a*", "ba", false)]
    [InlineData("*c", "abc", true)]
    [InlineData("*c", "abcd", false)]
    [InlineData("a*c*e", "abcde", true)]
    [InlineData("a*c*e", "abde", false)]
    [InlineData("*ab*", "aab", true)]
    [InlineData("*ab", "abab", true)]
    [InlineData("a**b", "ab", true)]
    [InlineData("abc", "abc", true)]
    [InlineData("abc", "ab", false)]
    [InlineData("", "a", false)]
    public void Wildcard_StandsForAnyText(string pattern, string text, bool matches) => new Wildcard(pattern).Matches(text).ShouldBe(matches);
}
