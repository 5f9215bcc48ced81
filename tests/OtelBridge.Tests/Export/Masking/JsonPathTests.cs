using OtelBridge.Masking;

namespace OtelBridge.Tests.Export.Masking;

public sealed class JsonPathTests
{
    private const string Document = """{"user":{"email":"e","name":"n"},"messages":[{"role":"r","content":"c0"},{"content":{"text":"t"}}],"a b":[1,[2,3]],"content":"top"}""";

    [Theory]
    [InlineData("$.user.email", """{"user":{"email":"x","name":"n"},"messages":[{"role":"r","content":"c0"},{"content":{"text":"t"}}],"a b":[1,[2,3]],"content":"top"}""")]
    [InlineData("$['user'][\"email\"]", """{"user":{"email":"x","name":"n"},"messages":[{"role":"r","content":"c0"},{"content":{"text":"t"}}],"a b":[1,[2,3]],"content":"top"}""")]
    [InlineData("$.user.*", """{"user":{"email":"x","name":"x"},"messages":[{"role":"r","content":"c0"},{"content":{"text":"t"}}],"a b":[1,[2,3]],"content":"top"}""")]
    [InlineData("$.user['name','email']", """{"user":{"email":"x","name":"x"},"messages":[{"role":"r","content":"c0"},{"content":{"text":"t"}}],"a b":[1,[2,3]],"content":"top"}""")]
    [InlineData("$..content", """{"user":{"email":"e","name":"n"},"messages":[{"role":"r","content":"x"},{"content":"x"}],"a b":[1,[2,3]],"content":"x"}""")]
    [InlineData("$.messages[*].content", """{"user":{"email":"e","name":"n"},"messages":[{"role":"r","content":"x"},{"content":"x"}],"a b":[1,[2,3]],"content":"top"}""")]
    [InlineData("$.messages[1]..text", """{"user":{"email":"e","name":"n"},"messages":[{"role":"r","content":"c0"},{"content":{"text":"x"}}],"a b":[1,[2,3]],"content":"top"}""")]
    [InlineData("$['a\\u0020b'][1][0]", """{"user":{"email":"e","name":"n"},"messages":[{"role":"r","content":"c0"},{"content":{"text":"t"}}],"a b":[1,["x",3]],"content":"top"}""")]
    [InlineData("$..[0]", """{"user":{"email":"e","name":"n"},"messages":["x",{"content":{"text":"t"}}],"a b":["x",["x",3]],"content":"top"}""")]
    [InlineData("$..*", """{"user":"x","messages":"x","a b":"x","content":"x"}""")]
    [InlineData("$", "\"x\"")]
    [InlineData("$.USER", Document)]
    [InlineData("$.user.email.deeper", Document)]
    [InlineData("$.messages.content", Document)]
    public void Path_MasksWhatItMeans(string path, string expected) =>
        Masked.Text(Document, new OtelBridge.Export.MaskRule { JsonPath = path, Replacement = "x" }).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("user.email")]
    [InlineData("$.")]
    [InlineData("$..")]
    [InlineData("$user")]
    [InlineData("$.a b")]
    [InlineData("$.[0]")]
    [InlineData("$[-1]")]
    [InlineData("$[0:2]")]
    [InlineData("$[?@.a]")]
    [InlineData("$['a]")]
    [InlineData("$['a'")]
    [InlineData("$['\\x']")]
    [InlineData("$[]")]
    [InlineData("$[0,]")]
    [InlineData("$[99999999999]")]
    [InlineData("$.1a")]
    public void Path_ThatIsNotUnderstood_IsRefusedWithAReason(string path)
    {
        JsonPath.TryParse(path, out var reason).ShouldBeNull();

        reason.ShouldNotBeEmpty();
    }

    [Fact]
    public void Path_OfMoreStepsThanCanBeKept_IsRefused()
    {
        JsonPath.TryParse("$" + string.Concat(Enumerable.Repeat(".a", JsonPath.MaxSegments)), out _).ShouldNotBeNull();
        JsonPath.TryParse("$" + string.Concat(Enumerable.Repeat(".a", JsonPath.MaxSegments + 1)), out _).ShouldBeNull();
    }
}
