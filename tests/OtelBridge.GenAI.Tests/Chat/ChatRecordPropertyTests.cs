using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;
using OtelBridge.TestSupport;

namespace OtelBridge.GenAI.Tests.Chat;

public sealed class ChatRecordPropertyTests
{
    private const int MaxBytes = 2048;

    // Halves of pairs too, which are no text; and sizes around the bound.
    private static readonly Gen<string> Texts = Gen.OneOf(
        ArbMap.Default.GeneratorFor<char>().ArrayOf().Select(static c => new string(c)),
        Gen.Zip(Gen.Elements('a', '"', 'é', '\u0001', '\ud83d'), Gen.Choose(0, 3000)).Select(static p => new string(p.Item1, p.Item2)));

    [Fact]
    public void Chat_OfAnyMessages_IsJsonWithinTheBound()
    {
        using var spans = new EndedSpans(o => o.MaxContentBytes = MaxBytes);
        Prop.ForAll(Chats().ToArbitrary(), chat =>
        {
            using var inner = new ScriptedChatClient
            {
                Complete = (_, _) => Task.FromResult(new ChatResponse([.. chat.Answer]) { FinishReason = new ChatFinishReason("r" + chat.Name), ResponseId = chat.Name, ModelId = chat.Name }),
            };
            var before = spans.All.Count;

            inner.UseMlflowTracing().GetResponseAsync(chat.Asked, new ChatOptions { Instructions = chat.Name, ModelId = chat.Name, StopSequences = [.. Enumerable.Repeat(chat.Name, 70)] }).Wait(Patience);

            var span = spans.All[before];
            foreach (var key in (string[])[MlflowKeys.SpanInputs, MlflowKeys.SpanOutputs])
            {
                var text = span.Text(key).ShouldNotBeNull();
                Encoding.UTF8.GetByteCount(text).ShouldBeLessThanOrEqualTo(MaxBytes);
                JsonDocument.Parse(text).RootElement.ValueKind.ShouldBe(JsonValueKind.Object);
            }

            // The newest message is there, however much was left out.
            HasAny(span.Inputs(), "messages").ShouldBe(chat.Asked.Length > 0 || chat.Name.Length > 0);
            HasAny(span.Outputs(), "choices").ShouldBe(chat.Answer.Length > 0);
        }).ShouldHold(300);
    }

    [Fact]
    public void Stream_OfAnyChunks_RecordsWhatTheAnswerPutTogetherWouldHave()
    {
        using var spans = new EndedSpans();
        Prop.ForAll(ArbMap.Default.GeneratorFor<NonNull<string>>().Select(static t => t.Get).NonEmptyListOf().ToArbitrary(), texts =>
        {
            using var inner = new ScriptedChatClient { Stream = (_, token) => ScriptedChatClient.Chunks(token, [.. texts]) };
            var before = spans.All.Count;

            var read = inner.UseMlflowTracing().GetStreamingResponseAsync("Hi").ToListAsync().AsTask();
            read.Wait(Patience);

            using var whole = new ScriptedChatClient { Complete = (_, _) => Task.FromResult(read.Result.ToChatResponse()) };
            whole.UseMlflowTracing().GetResponseAsync("Hi").Wait(Patience);
            spans.All[before].Text(MlflowKeys.SpanOutputs).ShouldBe(spans.All[before + 1].Text(MlflowKeys.SpanOutputs));
        }).ShouldHold(200);
    }

    private static bool HasAny(JsonElement value, string list) => value.GetProperty(list).GetArrayLength() > 0;

    private static TimeSpan Patience => EndedSpans.Patience;

    private static Gen<Chat> Chats() =>
        from asked in Messages().ArrayOf()
        from answer in Messages().ArrayOf()
        from name in Texts
        select new Chat(asked, answer, name);

    private static Gen<ChatMessage> Messages() =>
        from role in Gen.Elements(ChatRole.User, ChatRole.Assistant, ChatRole.Tool, new ChatRole("other"))
        from contents in Contents().ListOf()
        from name in Texts
        select new ChatMessage(role, [.. contents]) { AuthorName = name };

    private static Gen<AIContent> Contents() =>
        from text in Texts
        from id in Texts
        from content in Gen.Elements<Func<AIContent>>(
            () => new TextContent(text),
            () => new TextReasoningContent(text),
            () => new ErrorContent(text) { ErrorCode = id },
            () => new FunctionCallContent(id + "i", text + "n", new Dictionary<string, object?> { [text] = text, ["n"] = 1.5 }),
            () => new FunctionResultContent(id + "i", text),
            () => new FunctionResultContent(id + "i", new[] { text, id }),
            () => new DataContent(new byte[text.Length], "image/png") { Name = id },
            () => new HostedFileContent(id + "i") { Name = text },
            () => new UriContent("https://example.org/" + id.Length, "audio/wav"),
            () => new McpServerToolResultContent(id + "i") { Outputs = [new TextContent(text), new TextContent(id)] })
        select content();

    private sealed record Chat(ChatMessage[] Asked, ChatMessage[] Answer, string Name);
}
