using System.Text;
using System.Text.Json;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;
using OtelBridge.TestSupport;

namespace OtelBridge.GenAI.Tests.Chat;

public sealed class ChatBadInputTests
{
    private const string Span = "chat gpt-test";

    private static readonly Func<int, AIContent>[] AllContents =
    [
        static n => new TextContent(new string('a', n)),
        static n => new TextContent(new string('\u0001', n)),
        static n => new TextReasoningContent(new string('é', n)),
        static n => new ErrorContent(new string('e', n)) { ErrorCode = new string('c', n), Details = "d" },
        static n => new FunctionCallContent("c" + n, "f", new Dictionary<string, object?> { ["x"] = new string('€', n) }),
        static n => new FunctionCallContent(new string('c', n + 1), new string('f', n + 1), null) { Exception = new FormatException(new string('x', n)) },
        static n => new FunctionResultContent("c", new string('"', n)),
        static n => new DataContent("data:text/plain," + string.Concat(Enumerable.Repeat("%20", n))),
        static n => new DataContent(new byte[n], "audio/wav"),
        static n => new UriContent("https://example.org/" + new string('p', n), "image/png"),
        static n => new ToolApprovalRequestContent("r" + n, new FunctionCallContent("c", "f", new Dictionary<string, object?> { ["x"] = new string('y', n) })),
        static n => new McpServerToolCallContent(new string('c', n + 1), new string('n', n + 1), new string('s', n)),
    ];

    [Fact]
    public async Task Chat_WithNullsInItsLists_IsRecordedAsFarAsItIsThere()
    {
        using var spans = new EndedSpans();
        var answer = ScriptedChatClient.Answer("Hello");
        answer.Messages.Add(null!);
        answer.Messages[0].Contents.Add(null!);
        answer.Usage = new UsageDetails { InputTokenCount = 3, OutputTokenCount = 2 };
        using var inner = new ScriptedChatClient { Complete = (_, _) => Task.FromResult(answer) };

        await inner.UseMlflowTracing().GetResponseAsync([null!, new ChatMessage(ChatRole.User, [null!, new TextContent("Hi")])]);

        var span = spans[Span];
        var asked = span.Inputs().GetProperty("messages");
        asked.GetArrayLength().ShouldBe(2);
        asked[0].ValueKind.ShouldBe(JsonValueKind.Null);
        asked[1].GetProperty("content").GetString().ShouldBe("Hi");
        span.Said().ShouldBe("Hello");
        span.GetTagItem(GenAiKeys.InputTokens).ShouldBe(3L);
    }

    [Fact]
    public async Task Stream_WithNullsInAChunk_RecordsTheRest()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient
        {
            Stream = static (_, _) => ScriptedStreams.Updates(
                new ChatResponseUpdate(ChatRole.Assistant, [null!, new TextContent("Hel")]), null!, new ChatResponseUpdate(ChatRole.Assistant, "lo")),
        };

        await inner.UseMlflowTracing().GetStreamingResponseAsync("Hi").ToListAsync();

        spans[Span].Said().ShouldBe("Hello");
    }

    [Fact]
    public async Task Stream_WhoseTextAndCallsDoNotFitTogether_KeepsItsMessage()
    {
        using var spans = new EndedSpans(o => o.MaxContentBytes = 1024);
        var arguments = new Dictionary<string, object?> { ["text"] = new string('b', 500) };
        using var inner = new ScriptedChatClient
        {
            Stream = (_, _) => ScriptedStreams.Updates(
                new ChatResponseUpdate(ChatRole.Assistant, new string('a', 420)),
                new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent("c1", "save", arguments)])),
        };

        await inner.UseMlflowTracing().GetStreamingResponseAsync("Hi").ToListAsync();

        Encoding.UTF8.GetByteCount(spans[Span].Text(MlflowKeys.SpanOutputs)!).ShouldBeLessThanOrEqualTo(1024);
        var message = spans[Span].Outputs().GetProperty("choices")[0].GetProperty("message");
        message.GetProperty("content").GetString()!.ShouldStartWith("aaa");
        var call = message.GetProperty("tool_calls")[0];
        call.GetProperty("id").GetString().ShouldBe("c1");
        call.GetProperty("function").GetProperty("name").GetString().ShouldBe("save");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Contents_ThatHoldThemselves_AreRecordedToADepth(bool isStreamed)
    {
        using var spans = new EndedSpans();
        var code = new CodeInterpreterToolCallContent("c1");
        code.Inputs = [new TextContent("print(1)"), code];
        var result = new FunctionResultContent("c2", null);
        result.Result = result;
        using var inner = new ScriptedChatClient
        {
            Complete = (_, _) => Task.FromResult(ScriptedChatClient.Answer(new TextContent("Hello"), code, result)),
            Stream = (_, _) => ScriptedStreams.Updates(new ChatResponseUpdate(ChatRole.Assistant, [new TextContent("Hello"), code, result])),
        };

        ChatMessage[] messages = [new(ChatRole.Assistant, [code]), new(ChatRole.Tool, [result])];
        if (isStreamed)
        {
            await inner.UseMlflowTracing().GetStreamingResponseAsync(messages).ToListAsync();
        }
        else
        {
            await inner.UseMlflowTracing().GetResponseAsync(messages);
        }

        var span = spans[Span];
        span.Inputs().GetProperty("messages").GetArrayLength().ShouldBe(2);
        span.Outputs().GetProperty("choices")[0].GetProperty("message").GetProperty("content")[0].GetProperty("text").GetString().ShouldBe("Hello");
    }

    [Fact]
    public async Task Tools_WhoseSchemaCannotBeRead_CostTheToolsAlone()
    {
        using var spans = new EndedSpans();
        var document = JsonDocument.Parse("""{"type":"object"}""");
        var tool = AIFunctionFactory.CreateDeclaration("broken", "Breaks.", document.RootElement);
        document.Dispose();
        using var inner = new ScriptedChatClient();

        await inner.UseMlflowTracing().GetResponseAsync("Hi", new ChatOptions { Tools = [tool] });

        spans[Span].Inputs().GetProperty("messages")[0].GetProperty("content").GetString().ShouldBe("Hi");
    }

    [Fact]
    public async Task Schema_ThatWasReadWithItsComments_IsJsonOnTheSpan()
    {
        using var spans = new EndedSpans();
        using var document = JsonDocument.Parse(
            """{"type":"object", /* none yet */ "properties":{},}""", new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        using var inner = new ScriptedChatClient();

        await inner.UseMlflowTracing().GetResponseAsync(
            "Hi",
            new ChatOptions
            {
                Tools = [AIFunctionFactory.CreateDeclaration("look", "Looks.", document.RootElement)],
                ResponseFormat = ChatResponseFormat.ForJsonSchema(document.RootElement),
            });

        spans[Span].Json(MlflowKeys.ChatTools)[0].GetProperty("function").GetProperty("parameters").GetProperty("type").GetString().ShouldBe("object");
        spans[Span].Inputs().GetProperty("response_format").GetProperty("json_schema").GetProperty("schema").GetProperty("type").GetString().ShouldBe("object");
    }

    [Fact]
    public async Task Schema_OfAThousandLevels_IsRecordedAsItIs()
    {
        using var spans = new EndedSpans();
        var text = string.Concat(Enumerable.Repeat("""{"items":""", 1000)) + "1" + new string('}', 1000);
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 2000 });
        using var inner = new ScriptedChatClient();

        await inner.UseMlflowTracing().GetResponseAsync(
            "Hi",
            new ChatOptions { Tools = [AIFunctionFactory.CreateDeclaration("deep", "Deep.", document.RootElement)] });

        spans[Span].Text(MlflowKeys.ChatTools)!.ShouldContain(text);
        spans[Span].Inputs().GetProperty("messages").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Arguments_WithHalfACharacter_AreRecorded(bool isRedacted)
    {
        using var spans = new EndedSpans(o => o.GenAI.RedactText = isRedacted ? static t => t : null);
        using var document = JsonDocument.Parse("""{"a":"\ud83d","\udc00b":"x","n":[1,"\udead"]}""");
        using var inner = new ScriptedChatClient
        {
            Complete = (_, _) => Task.FromResult(ScriptedChatClient.Answer(
                new FunctionCallContent("c1", "save", new Dictionary<string, object?> { ["t"] = document.RootElement, ["\ud83d"] = "\udc00" }))),
        };

        await inner.UseMlflowTracing().GetResponseAsync("Hi");

        var call = spans[Span].Outputs().GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls")[0];
        JsonDocument.Parse(call.GetProperty("function").GetProperty("arguments").GetString()!).RootElement.ValueKind.ShouldBe(JsonValueKind.Object);
    }

    [Fact]
    public async Task Tokens_ThatCannotBe_AreUnknown()
    {
        using var spans = new EndedSpans();
        var answer = ScriptedChatClient.Answer("Hello");
        answer.Usage = new UsageDetails
        {
            InputTokenCount = -1,
            OutputTokenCount = 2,
            CachedInputTokenCount = long.MinValue,
            AdditionalCounts = new() { ["cache_creation_input_tokens"] = -7 },
        };
        using var inner = new ScriptedChatClient { Complete = (_, _) => Task.FromResult(answer) };

        await inner.UseMlflowTracing().GetResponseAsync("Hi");

        spans[Span].Text(MlflowKeys.ChatTokenUsage).ShouldBe("""{"output_tokens":2}""");
        spans[Span].GetTagItem(GenAiKeys.InputTokens).ShouldBeNull();
    }

    [Fact]
    public async Task Tokens_WhoseSumIsNoNumber_HaveNoSum()
    {
        using var spans = new EndedSpans();
        var answer = ScriptedChatClient.Answer("Hello");
        answer.Usage = new UsageDetails { InputTokenCount = long.MaxValue, OutputTokenCount = 2 };
        using var inner = new ScriptedChatClient { Complete = (_, _) => Task.FromResult(answer) };

        await inner.UseMlflowTracing().GetResponseAsync("Hi");

        spans[Span].Text(MlflowKeys.ChatTokenUsage)!.ShouldNotContain("-");
        spans[Span].Outputs().GetProperty("usage").TryGetProperty("total_tokens", out _).ShouldBeFalse();
    }

    [Fact]
    public void Stream_OfAnyContents_IsJsonWithinTheSmallestBound()
    {
        using var spans = new EndedSpans(o => o.MaxContentBytes = 1024);
        Prop.ForAll(Gen.Elements(AllContents).SelectMany(static make => Gen.Choose(0, 1500).Select(n => make(n))).ListOf().ToArbitrary(), contents =>
        {
            using var inner = new ScriptedChatClient { Stream = (_, _) => ScriptedStreams.Updates([.. contents.Select(static c => new ChatResponseUpdate(ChatRole.Assistant, [c]))]) };
            var before = spans.All.Count;

            inner.UseMlflowTracing().GetStreamingResponseAsync(
                [new ChatMessage(ChatRole.User, [.. contents])],
                new ChatOptions { Tools = [.. Enumerable.Repeat(AIFunctionFactory.Create(static () => 1, "n" + new string('é', 200), new string('"', 300)), 5)] }).ToListAsync().AsTask().Wait(EndedSpans.Patience);

            var span = spans.All[before];
            foreach (var key in (string[])[MlflowKeys.SpanInputs, MlflowKeys.SpanOutputs, MlflowKeys.ChatTools])
            {
                if (key == MlflowKeys.SpanOutputs && contents.Count == 0)
                {
                    continue;
                }

                var text = span.Text(key).ShouldNotBeNull(key);
                Encoding.UTF8.GetByteCount(text).ShouldBeLessThanOrEqualTo(1024, key);
                JsonDocument.Parse(text);
            }

            if (contents.Count > 0)
            {
                span.Outputs().GetProperty("choices").GetArrayLength().ShouldBe(1);
            }
        }).ShouldHold(200);
    }
}
