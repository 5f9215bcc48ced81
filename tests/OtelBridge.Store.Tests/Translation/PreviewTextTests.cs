using OtelBridge.Dialects;

namespace OtelBridge.Store.Tests.Translation;

public sealed class PreviewTextTests
{
    [Theory]
    [InlineData("""{"messages":[{"role":"system","content":"be kind"},{"role":"user","content":"why?"},{"role":"assistant","content":"so"}]}""", "why?")]
    [InlineData("""{"messages":[{"role":"system","content":"only this"}]}""", "only this")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{}},{"type":"text","text":"what is it?"}]}]}""", "what is it?")]
    [InlineData("""{"messages":[{"role":"user","content":["bare"]}]}""", "bare")]
    [InlineData("""{"input":[{"role":"user","content":"by input"}]}""", "by input")]
    [InlineData("""{"messages":[],"input":[{"role":"user","content":"empty messages do not hide the next key"}]}""", "empty messages do not hide the next key")]
    [InlineData("""{"request":{"messages":[{"role":"user","content":"nested"}]}}""", "nested")]
    [InlineData("""{"messages":[{"role":"user","content":""}]}""", """{"messages":[{"role":"user","content":""}]}""")]
    [InlineData("""{"messages":"none"}""", """{"messages":"none"}""")]
    [InlineData("""{"question":"why?"}""", """{"question":"why?"}""")]
    [InlineData("""[{"role":"user","parts":[{"type":"text","content":"by parts"}]}]""", "by parts")]
    [InlineData("""{"messages":[[{"lc":1,"id":["langchain_core","messages","HumanMessage"],"kwargs":{"content":"by LangChain"}}]]}""", "by LangChain")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"by Gemini"}]}]}""", "by Gemini")]
    [InlineData("""[{"type":"message","role":"user","content":"by items"},{"type":"function_call","callId":"c","name":"n","arguments":"{}"}]""", "by items")]
    [InlineData("""{"model":"m","instructions":"be kind","input":"a text"}""", "a text")]
    [InlineData("""{"input":"a text"}""", """{"input":"a text"}""")]
    [InlineData("""{"prompt":"a text"}""", """{"prompt":"a text"}""")]
    [InlineData("\"text\"", "\"text\"")]
    [InlineData("[1,2]", "[1,2]")]
    [InlineData("{}", "{}")]
    [InlineData("{broken", "{broken")]
    public void Of_Request_IsTheLastUserMessageOrTheJson(string json, string expected) =>
        PreviewText.Of(json, TracePreview.User).ShouldBe(expected);

    [Theory]
    [InlineData("""{"choices":[{"message":{"role":"assistant","content":"because"}}]}""", "because")]
    [InlineData("""{"output":[{"role":"assistant","content":[{"type":"output_text","text":"by output"}]}]}""", "by output")]
    [InlineData("""{"choices":[]}""", """{"choices":[]}""")]
    public void Of_Response_IsTheAssistantsMessageOrTheJson(string json, string expected) =>
        PreviewText.Of(json, TracePreview.Assistant).ShouldBe(expected);

    [Fact]
    public void Of_NoValue_IsNull() => PreviewText.Of(null, TracePreview.User).ShouldBeNull();

    [Fact]
    public void Of_LongText_IsCutAtAThousandCharacters()
    {
        var preview = PreviewText.Of("\"" + new string('x', 5000) + "\"", TracePreview.User)!;

        preview.Length.ShouldBe(1000);
        preview.ShouldEndWith("x...");
    }

    [Fact]
    public void Cut_InsideASurrogatePair_LeavesThePairOut()
    {
        var preview = TracePreview.Cut(new string('x', 996) + "😀" + new string('y', 100));

        preview.ShouldBe(new string('x', 996) + "...");
    }

    [Fact]
    public void Of_DeeplyNestedRequests_Ends()
    {
        var json = string.Concat(Enumerable.Repeat("{\"request\":", 60)) + "1" + new string('}', 60);

        PreviewText.Of(json, TracePreview.User).ShouldBe(json);
    }
}
