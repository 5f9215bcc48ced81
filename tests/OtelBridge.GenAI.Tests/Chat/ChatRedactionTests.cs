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

    private static string AllTexts(Activity span) => string.Join(
        '\n',
        [
            span.StatusDescription,
            .. span.TagObjects.Select(static t => Text(t.Value)),
            .. span.Events.SelectMany(static e => e.Tags).Select(static t => Text(t.Value)),
        ]);

    private static string? Text(object? value) => value is string[] texts ? string.Join('\n', texts) : value?.ToString();
}
