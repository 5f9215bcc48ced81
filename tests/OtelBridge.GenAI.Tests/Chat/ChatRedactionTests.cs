using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;

namespace OtelBridge.GenAI.Tests.Chat;

/// <summary>What is secret is on no span, wherever it came from.</summary>
public sealed class ChatRedactionTests
{
    private const string Secret = "bob@example.org";

    private static readonly Func<string, string?> Hook = static text => text.Replace(Secret, "[mail]", StringComparison.Ordinal);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Fault_WithASecretInItsText_IsRecordedAsTheHookLeavesIt(bool isStreamed)
    {
        using var spans = new EndedSpans(static o => o.GenAI.RedactText = Hook);
        var fault = new InvalidOperationException($"No customer {Secret}.", new FormatException(Secret));
        using var inner = new ScriptedChatClient { Complete = (_, _) => Task.FromException<ChatResponse>(fault), Stream = (_, _) => ScriptedStreams.Broken(fault) };

        var thrown = await Should.ThrowAsync<InvalidOperationException>(async () =>
        {
            if (isStreamed)
            {
                await inner.UseMlflowTracing().GetStreamingResponseAsync("Hi").ToListAsync();
            }
            else
            {
                await inner.UseMlflowTracing().GetResponseAsync("Hi");
            }
        });

        thrown.ShouldBeSameAs(fault);
        AllTexts(spans["chat gpt-test"]).ShouldNotContain(Secret);
        spans["chat gpt-test"].StatusDescription.ShouldBe("InvalidOperationException: No customer [mail].");
        spans["chat gpt-test"].Exception().Tags.Single(static t => t.Key == OTelKeys.ExceptionMessage).Value.ShouldBe("No customer [mail].");
    }

    [Fact]
    public async Task StopSequences_WithASecret_AreRecordedAsTheHookLeavesThem()
    {
        using var spans = new EndedSpans(static o => o.GenAI.RedactText = Hook);
        using var inner = new ScriptedChatClient();

        await inner.UseMlflowTracing().GetResponseAsync("Hi", new ChatOptions { StopSequences = [Secret, null!, new string('x', 5000)] });

        AllTexts(spans["chat gpt-test"]).ShouldNotContain(Secret);
        spans["chat gpt-test"].GetTagItem(GenAiKeys.RequestStopSequences).ShouldBeOfType<string[]>().ShouldBe(["[mail]", new string('x', 1024)]);
    }

    [Fact]
    public async Task Tool_WithASecretInAllItsTexts_IsRecordedAsTheHookLeavesThem()
    {
        using var spans = new EndedSpans(static o => o.GenAI.RedactText = Hook);
        var tool = AIFunctionFactory.Create(static string (string who) => throw new InvalidOperationException(who), "mail", $"Writes to {Secret}.").UseMlflowTracing();

        await Should.ThrowAsync<InvalidOperationException>(async () => await tool.InvokeAsync(new AIFunctionArguments { ["who"] = Secret }));

        AllTexts(spans["execute_tool mail"]).ShouldNotContain(Secret);
        spans["execute_tool mail"].Text(GenAiKeys.ToolDescription).ShouldBe("Writes to [mail].");
    }

    [Fact]
    public async Task Tool_WhereContentsAreNotRecorded_HasNoDescriptionAsInTheRequest()
    {
        using var spans = new EndedSpans(static o => o.GenAI.CaptureContent = false);
        var tool = AIFunctionFactory.Create(static (string who) => $"Wrote to {who}.", "mail", $"Writes to {Secret}.").UseMlflowTracing();
        using var inner = new ScriptedChatClient
        {
            Complete = static (_, _) => Task.FromResult(ScriptedChatClient.Answer(
                new TextContent(Secret),
                new FunctionCallContent("c1", "mail", new Dictionary<string, object?> { ["who"] = Secret }) { Exception = new FormatException(Secret) },
                new ErrorContent(Secret) { ErrorCode = "e", Details = Secret },
                new DataContent(new byte[3], "image/png") { Name = Secret },
                new TextReasoningContent(Secret))),
        };

        await inner.UseMlflowTracing().GetResponseAsync(Secret, new ChatOptions { Instructions = Secret, Tools = [tool] });
        await tool.InvokeAsync(new AIFunctionArguments { ["who"] = Secret });

        foreach (var span in spans.All)
        {
            AllTexts(span).ShouldNotContain(Secret);
        }
    }

    [Fact]
    public async Task File_WithASecret_IsRecordedByItsDigest()
    {
        using var spans = new EndedSpans(static o => o.GenAI.RedactText = Hook);
        using var inner = new ScriptedChatClient();
        var file = new DataContent(Encoding.UTF8.GetBytes(Secret), "text/plain");

        await inner.UseMlflowTracing().GetResponseAsync([new ChatMessage(ChatRole.User, [file, new DataContent(new byte[3], "image/png")])]);

        var parts = spans["chat gpt-test"].Inputs().GetProperty("messages")[0].GetProperty("content");
        parts[0].GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(file.Data.Span)));
        parts[0].TryGetProperty("file", out _).ShouldBeFalse();
        parts[1].GetProperty("type").GetString().ShouldBe("image_url");
    }

    [Fact]
    public void Agent_WhoseFaultIsRecorded_TellsItAsTheHookLeavesIt()
    {
        using var spans = new EndedSpans(static o => o.GenAI.RedactText = Hook);

        using (var run = MlflowAgent.Start("mailer"))
        {
            run.RecordException(new InvalidOperationException(Secret)).RecordException(null!);
        }

        AllTexts(spans["invoke_agent mailer"]).ShouldNotContain(Secret);
        spans["invoke_agent mailer"].StatusDescription.ShouldBe("InvalidOperationException: [mail]");
        spans["invoke_agent mailer"].Text(OTelKeys.ErrorType).ShouldBe("System.InvalidOperationException");
    }

    private static string AllTexts(Activity span) => string.Join(
        '\n',
        [
            span.StatusDescription,
            .. span.TagObjects.Select(static t => Text(t.Value)),
            .. span.Events.SelectMany(static e => e.Tags).Select(static t => Text(t.Value)),
        ]);

    private static string? Text(object? value) => value is string[] texts ? string.Join('\n', texts) : value?.ToString();
}
