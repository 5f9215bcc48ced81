using OtelBridge.Chat;
using OtelBridge.Store.Translation.Chat;
using OtelBridge.Web.Content;

namespace OtelBridge.Web.Tests.Content;

public sealed class ChatModelTests
{
    [Fact]
    public void Of_ToolAnswers_StandBesideTheirCalls()
    {
        var chat = Chat(
            [
                Message("user", Said("weather?")),
                Message("assistant", Call("2", "time", "{}"), Call("1", "weather", """{"city":"Bern"}""")),
                Message("tool", Answer("1", "rain")),
                Message("tool", Answer("2", "noon"), Answer("9", "nobody asked")),
            ],
            [Message("assistant", Said("It rains."))]);

        var model = ChatModel.Of(chat);

        model.Rows.Select(row => row.Role).ShouldBe(["user", "assistant", "tool", "assistant"]);
        model.Rows[1].Pieces.Select(piece => piece.Answer?.Piece.Text.Text).ShouldBe(["noon", "rain"]);
        model.Rows[1].Pieces[1].Json.ShouldNotBeNull().Node.Children[0].Text.ShouldBe("Bern");
        model.Rows[2].Pieces.ShouldHaveSingleItem().Text.Text.ShouldBe("nobody asked");
        model.Rows.Select(row => row.IsAnswer).ShouldBe([false, false, false, true]);
    }

    [Fact]
    public void Of_CallsWithoutIds_ArePairedByNameInOrder()
    {
        var chat = Chat(
            [Message("assistant", Call(null, "add", "1"), Call(null, "add", "2")), Message("tool", Answer(null, "one", "add"), Answer(null, "two", "add"))], []);

        ChatModel.Of(chat).Rows.ShouldHaveSingleItem().Pieces.Select(piece => piece.Answer!.Piece.Text.Text).ShouldBe(["one", "two"]);
    }

    [Fact]
    public void Of_AnswerBeforeItsCall_StaysByItself()
    {
        var chat = Chat([Message("tool", Answer("1", "early")), Message("assistant", Call("1", "f", "{}"))], []);

        var rows = ChatModel.Of(chat).Rows;

        rows.Count.ShouldBe(2);
        rows[1].Pieces[0].Answer.ShouldBeNull();
    }

    [Fact]
    public void Of_LongChat_ShowsTheLastMessagesAndThenTheOnesBefore()
    {
        var chat = Chat([.. Enumerable.Range(0, 1_000).Select(i => Message("user", Said($"{i}")))], []);

        var last = ChatModel.Of(chat);
        var before = ChatModel.Of(chat, last.Before);

        last.Rows.Count.ShouldBe(ContentLimits.Messages);
        last.Rows[^1].Pieces[0].Text.Text.ShouldBe("999");
        before.Rows[^1].Index.ShouldBe(last.Rows[0].Index - 1);
    }

    [Fact]
    public void Of_HugeTexts_TakesNoMoreThanAPageCanHave()
    {
        var chat = Chat([.. Enumerable.Range(0, 50).Select(_ => Message("user", Said(new string('x', 1_000_000))))], [Message("assistant", Said("the end"))]);

        var model = ChatModel.Of(chat);

        model.Rows.Sum(row => row.Pieces.Sum(piece => piece.Text.Text.Length)).ShouldBeLessThanOrEqualTo(ContentLimits.Chat);
        model.Rows[^1].Pieces[0].Text.Text.ShouldBe("the end");
        model.Before.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("data:image/png;base64,AAAA", true)]
    [InlineData("data:image/svg+xml;base64,AAAA", false)]
    [InlineData("data:text/html,<script>", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("https://a.example/x.png", true)]
    public void Of_Media_KeepsOnlyAddressesThatArePicturesOrLinks(string address, bool kept)
    {
        var part = new ChatPart(ChatPartKind.Media, null) { Uri = address, MediaType = "image" };

        var piece = ChatModel.Of(Chat([Message("user", part)], [])).Rows[0].Pieces[0];

        piece.Address.ShouldBe(kept ? address : "");
    }

    private static ChatConversation Chat(ChatMessage[] request, ChatMessage[] response) => new(request, response, []);

    private static ChatMessage Message(string role, params ChatPart[] parts) => new(role, parts);

    private static ChatPart Said(string text) => new(ChatPartKind.Text, text);

    private static ChatPart Call(string? id, string name, string arguments) => new(ChatPartKind.ToolCall, arguments) { Id = id, Name = name };

    private static ChatPart Answer(string? id, string text, string? name = null) => new(ChatPartKind.ToolResult, text) { Id = id, Name = name };
}
