using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;
using OtelBridge.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace OtelBridge.GenAI.Tests.Chat;

public sealed class ChatContentTests
{
    private const string Span = "chat gpt-test";

    [Fact]
    public async Task Media_WithinTheCap_AreRecordedAsTheyAre()
    {
        using var spans = new EndedSpans(o => o.GenAI.MaxMediaBytes = 3);

        var message = await RecordedAsync(
            spans,
            new TextContent("Look"),
            new DataContent(new byte[] { 1, 2, 3 }, "image/png"),
            new DataContent(new byte[] { 1, 2, 3 }, "audio/wav"),
            new DataContent(new byte[] { 1, 2, 3 }, "application/pdf") { Name = "a.pdf" });

        message.GetProperty("content").Compact().ShouldBe(
            """[{"type":"text","text":"Look"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}},"""
            + """{"type":"input_audio","input_audio":{"data":"AQID","format":"wav"}},"""
            + """{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,AQID"}}]""");
    }

    [Fact]
    public async Task Media_PastTheCap_AreTypeSizeAndDigest()
    {
        using var spans = new EndedSpans(o => o.GenAI.MaxMediaBytes = 3);
        var bytes = new byte[] { 1, 2, 3, 4 };

        var message = await RecordedAsync(spans, new DataContent(bytes, "image/png"), new DataContent($"data:audio/mp3;base64,{Convert.ToBase64String(bytes)}"));

        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        message.GetProperty("content").Compact().ShouldBe(
            $$"""[{"type":"image","media_type":"image/png","size_bytes":4,"sha256":"{{digest}}"},{"type":"audio","media_type":"audio/mp3","size_bytes":4,"sha256":"{{digest}}"}]""");
    }

    [Fact]
    public async Task Media_LargerThanASpan_AreDigestsWhateverTheCap()
    {
        using var spans = new EndedSpans(o => o.GenAI.MaxMediaBytes = int.MaxValue);

        var message = await RecordedAsync(spans, new DataContent(new byte[5_000_000], "image/png"));

        message.GetProperty("content")[0].GetProperty("size_bytes").GetInt64().ShouldBe(5_000_000);
        spans[Span].Text(MlflowKeys.SpanInputs)!.Length.ShouldBeLessThan(1000);
    }

    [Fact]
    public async Task Media_ElsewhereAreTheirAddresses()
    {
        using var spans = new EndedSpans();

        var message = await RecordedAsync(
            spans,
            new UriContent("https://example.org/a.png", "image/png"),
            new UriContent("https://example.org/a.mp4", "video/mp4"),
            new HostedFileContent("file-1") { Name = "a.txt", MediaType = "text/plain" },
            new HostedVectorStoreContent("store-1"));

        message.GetProperty("content").Compact().ShouldBe(
            """[{"type":"image_url","image_url":{"url":"https://example.org/a.png"},"media_type":"image/png"},"""
            + """{"type":"video","file":{"url":"https://example.org/a.mp4"},"media_type":"video/mp4"},"""
            + """{"type":"file","file":{"file_id":"file-1","filename":"a.txt"},"media_type":"text/plain"},"""
            + """{"type":"vector_store","vector_store_id":"store-1"}]""");
    }

    [Fact]
    public async Task ToolTurns_AreTheMessagesOfOpenAI()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient();

        await inner.UseMlflowTracing().GetResponseAsync(
        [
            new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c1", "weather", new Dictionary<string, object?> { ["city"] = "Rome", ["days"] = 2 }), new FunctionCallContent("c2", "time")]),
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c1", new { Sky = "blue" }), new FunctionResultContent("c2", null) { Exception = new TimeoutException("Too late.") }]),
        ]);

        spans[Span].Inputs().GetProperty("messages").Compact().ShouldBe(
            """[{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Rome\",\"days\":2}"}},"""
            + """{"id":"c2","type":"function","function":{"name":"time","arguments":"{}"}}]},"""
            + """{"role":"tool","tool_call_id":"c1","content":"{\"Sky\":\"blue\"}"},{"role":"tool","tool_call_id":"c2","content":"TimeoutException: Too late."}]""");
    }

    [Fact]
    public async Task ToolResult_ThatIsAPicture_IsBoundedLikeAnyOther()
    {
        using var spans = new EndedSpans();

        var message = await RecordedAsync(spans, new FunctionResultContent("c1", new DataContent(new byte[100_000], "image/png")));

        message.GetProperty("content")[0].GetProperty("size_bytes").GetInt64().ShouldBe(100_000);
    }

    [Fact]
    public async Task Arguments_ThatCannotBeReadOrWritten_NeverReachTheCaller()
    {
        using var spans = new EndedSpans();
        var malformed = FunctionCallContent.CreateFromParsedArguments("{\"city\":", "c1", "weather", static text => JsonSerializer.Deserialize<Dictionary<string, object?>>(text));
        var unwritable = new FunctionCallContent("c2", "upload", new Dictionary<string, object?>
        {
            ["stream"] = Stream.Null,
            ["call"] = (Action)(static () => { }),
            ["throws"] = new Throwing(),
            ["fine"] = 1,
        });

        var message = await RecordedAsync(spans, malformed, unwritable);

        var calls = message.GetProperty("tool_calls");
        calls[0].Compact().ShouldStartWith("""{"id":"c1","type":"function","function":{"name":"weather","arguments":"{}"},"error":""");
        calls[1].GetProperty("function").GetProperty("arguments").GetString()!.ShouldEndWith(""","throws":{"Value":"[threw InvalidOperationException]"},"fine":1}""");
    }

    [Fact]
    public async Task Message_OfFiveMegabytes_IsCutAndStaysJson()
    {
        using var spans = new EndedSpans();

        var message = await RecordedAsync(spans, new TextContent(new string('é', 5_000_000)));

        var text = message.GetProperty("content").GetString()!;
        text.ShouldStartWith("éé");
        text.ShouldEndWith("…[truncated]");
        Encoding.UTF8.GetByteCount(spans[Span].Text(MlflowKeys.SpanInputs)!).ShouldBeInRange(900_000, 1024 * 1024);
    }

    [Fact]
    public async Task History_ThatDoesNotFit_KeepsItsNewestMessages()
    {
        using var spans = new EndedSpans(o => o.MaxContentBytes = 4096);
        using var inner = new ScriptedChatClient();

        await inner.UseMlflowTracing().GetResponseAsync([.. Enumerable.Range(0, 1000).Select(i => new ChatMessage(ChatRole.User, $"Message {i}, which has some words."))], new ChatOptions { Temperature = 1 });

        var inputs = spans[Span].Inputs();
        var messages = inputs.GetProperty("messages");
        var kept = messages.GetArrayLength();
        kept.ShouldBeInRange(30, 60);
        messages[kept - 1].GetProperty("content").GetString().ShouldBe("Message 999, which has some words.");
        messages[1].GetProperty("content").GetString().ShouldBe($"Message {1000 - kept + 1}, which has some words.");
        inputs.GetProperty("messages_left_out").GetInt32().ShouldBe(1000 - kept);
        inputs.GetProperty("temperature").GetDouble().ShouldBe(1);
        spans[Span].Text(MlflowKeys.SpanInputs)!.Length.ShouldBeLessThanOrEqualTo(4096);
    }

    [Fact]
    public async Task Answer_WithSeveralMessages_IsSeveralChoices()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient
        {
            Complete = static (_, _) => Task.FromResult(new ChatResponse([new ChatMessage(ChatRole.Assistant, "One"), new ChatMessage(ChatRole.Assistant, "Two")]) { FinishReason = ChatFinishReason.Length }),
        };

        await inner.UseMlflowTracing().GetResponseAsync("Hi");

        spans[Span].Outputs().GetProperty("choices").Compact().ShouldBe(
            """[{"index":0,"message":{"role":"assistant","content":"One"}},{"index":1,"message":{"role":"assistant","content":"Two"},"finish_reason":"length"}]""");
    }

    [Fact]
    public async Task Chat_AsItIsRecorded_IsReadBackByTheStore()
    {
        using var spans = new EndedSpans();

        var message = await RecordedAsync(
            spans,
            new TextReasoningContent("Hm."),
            new TextContent("Look"),
            new DataContent(new byte[] { 1, 2, 3 }, "image/png"),
            new FunctionCallContent("c1", "weather"),
            new McpServerToolCallContent("m1", "search", "docs") { Arguments = new Dictionary<string, object?> { ["q"] = "x" } },
            new McpServerToolResultContent("m1") { Outputs = [new TextContent("found")] });

        var read = ConversationJson.Read(spans[Span].Inputs(), "user", takesText: true).Single();
        read.Parts.Select(part => part.Kind).ShouldBe(
            [ChatPartKind.Reasoning, ChatPartKind.Text, ChatPartKind.Media, ChatPartKind.ToolCall, ChatPartKind.ToolResult, ChatPartKind.ToolCall]);
        read.Parts[3].Name.ShouldBe("search");
        read.Parts[3].Text.ShouldBe("""{"q":"x"}""");
        read.Parts[4].Text.ShouldBe("found");
        read.Parts[5].Id.ShouldBe("c1");
        message.GetProperty("reasoning_content").GetString().ShouldBe("Hm.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Capture_SwitchedOff_LeavesNoTextAnywhere(bool isStreamed)
    {
        using var spans = new EndedSpans(o => o.GenAI.CaptureContent = false);
        AIContent[] secrets =
        [
            new TextContent("secret"),
            new TextReasoningContent("secret"),
            new FunctionCallContent("c1", "weather", new Dictionary<string, object?> { ["city"] = "secret" }),
            new FunctionResultContent("c1", "secret"),
            new DataContent("secret"u8.ToArray(), "text/plain") { Name = "secret.txt" },
            new UriContent("https://example.org/secret", "image/png"),
            new ErrorContent("secret") { ErrorCode = "overloaded" },
            new UsageContent(new UsageDetails { InputTokenCount = 3, OutputTokenCount = 2 }),
        ];
        var response = ScriptedChatClient.Answer(secrets);
        response.Usage = new UsageDetails { InputTokenCount = 3, OutputTokenCount = 2 };
        using var inner = new ScriptedChatClient
        {
            Complete = (_, _) => Task.FromResult(response),
            Stream = (_, _) => Once(new ChatResponseUpdate(ChatRole.Assistant, [.. secrets]) { FinishReason = ChatFinishReason.Stop }),
        };
        var options = new ChatOptions
        {
            Instructions = "secret",
            Temperature = 1,
            Tools = [AIFunctionFactory.Create(static (string secret) => secret, "weather", "secret")],
            ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonDocument.Parse("""{"title":"secret"}""").RootElement),
        };

        await CallAsync(inner.UseMlflowTracing(), [new ChatMessage(ChatRole.User, [.. secrets])], options, isStreamed);

        var span = spans[Span];
        var all = string.Join('\n', span.TagObjects.Select(t => $"{t.Key}={t.Value}").Concat(span.Events.SelectMany(e => e.Tags.Select(t => $"{t.Key}={t.Value}"))).Append(span.StatusDescription));
        all.ShouldNotContain("secret");
        all.ShouldNotContain(Convert.ToBase64String("secret"u8));
        span.Status.ShouldBe(ActivityStatusCode.Error);
        span.Text(OTelKeys.ErrorType).ShouldBe("overloaded");
        span.Inputs().Compact().ShouldStartWith("""{"messages":[{"role":"system"},{"role":"tool","tool_call_id":"c1"},{"role":"user","tool_calls":[""");
        span.Inputs().GetProperty("temperature").GetDouble().ShouldBe(1);
        span.Text(MlflowKeys.ChatTools).ShouldBe("""[{"type":"function","function":{"name":"weather"}}]""");
        span.GetTagItem(GenAiKeys.InputTokens).ShouldBe(3L);
        span.Outputs().GetProperty("choices")[0].Compact().ShouldBe(
            """{"index":0,"message":{"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"weather"}}]},"finish_reason":"stop"}""");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Hook_SeesEveryTextWhole(bool isStreamed)
    {
        using var spans = new EndedSpans(o => o.GenAI.RedactText = static text => text.Contains("hide", StringComparison.Ordinal) ? null : text.Replace("secret", "***", StringComparison.Ordinal));
        using var inner = new ScriptedChatClient { Stream = static (_, token) => ScriptedChatClient.Chunks(token, "The sec", "ret."), Complete = static (_, _) => Task.FromResult(ScriptedChatClient.Answer("The secret.")) };

        await CallAsync(
            inner.UseMlflowTracing(),
            [
                new ChatMessage(ChatRole.User, "A secret."),
                new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c1", "f", new Dictionary<string, object?> { ["x"] = "secret" })]),
                new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c1", "hide me")]),
            ],
            null,
            isStreamed);

        var messages = spans[Span].Inputs().GetProperty("messages");
        messages[0].GetProperty("content").GetString().ShouldBe("A ***.");
        messages[1].GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString().ShouldBe("""{"x":"***"}""");
        messages[2].GetProperty("content").GetString().ShouldBe("[hidden]");
        spans[Span].Outputs().GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString().ShouldBe("The ***.");
        spans[Span].Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task Hook_ThatThrows_HidesTheText()
    {
        using var spans = new EndedSpans(o => o.GenAI.RedactText = static _ => throw new InvalidOperationException("secret"));

        var message = await RecordedAsync(spans, new TextContent("secret"));

        message.GetProperty("content").GetString().ShouldBe("[hidden]");
        spans[Span].Text(MlflowKeys.SpanOutputs)!.ShouldNotContain("Hello");
    }

    [Fact]
    public async Task Hook_ThatTraces_MakesNoSpans()
    {
        using var spans = new EndedSpans(o => o.GenAI.RedactText = static text =>
        {
            Mlflow.StartSpan("mine").End();
            return text;
        });

        await RecordedAsync(spans, new TextContent("Hi"));

        spans.Names.ShouldBe([Span]);
    }

    private static async Task<JsonElement> RecordedAsync(EndedSpans spans, params AIContent[] contents)
    {
        using var inner = new ScriptedChatClient();
        await inner.UseMlflowTracing().GetResponseAsync([new ChatMessage(ChatRole.User, [.. contents])]);
        return spans[Span].Inputs().GetProperty("messages")[0];
    }

    private static async Task CallAsync(IChatClient client, IList<ChatMessage> messages, ChatOptions? options, bool isStreamed)
    {
        if (isStreamed)
        {
            await client.GetStreamingResponseAsync(messages, options).ToListAsync();
        }
        else
        {
            await client.GetResponseAsync(messages, options);
        }
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> Once(ChatResponseUpdate update)
    {
        await Task.Yield();
        yield return update;
    }

    private sealed class Throwing
    {
        public string Value => throw new InvalidOperationException("No.");
    }
}
