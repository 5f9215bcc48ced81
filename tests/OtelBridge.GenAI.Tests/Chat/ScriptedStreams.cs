using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace OtelBridge.GenAI.Tests.Chat;

/// <summary>Streamed answers of every kind, and what is recorded of them.</summary>
internal static class ScriptedStreams
{
    /// <summary>The text of the answer on a span.</summary>
    public static string? Said(this Activity span) => span.Outputs().GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();

    public static async IAsyncEnumerable<ChatResponseUpdate> Updates(params ChatResponseUpdate[] updates)
    {
        foreach (var update in updates)
        {
            await Task.Yield();
            yield return update;
        }
    }

    public static async IAsyncEnumerable<ChatResponseUpdate> Broken(Exception fault)
    {
        yield return new ChatResponseUpdate(ChatRole.Assistant, "Hel");
        await Task.Yield();
        throw fault;
    }

    public static async IAsyncEnumerable<ChatResponseUpdate> Waiting([EnumeratorCancellation] CancellationToken token)
    {
        await Task.Delay(Timeout.Infinite, token);
        yield break;
    }

    public static async IAsyncEnumerable<ChatResponseUpdate> FailingToEnd()
    {
        try
        {
            await Task.Yield();
            yield return new ChatResponseUpdate(ChatRole.Assistant, "Hel");
        }
        finally
        {
            Fail();
        }
    }

    public static async IAsyncEnumerable<ChatResponseUpdate> WithSpans()
    {
        try
        {
            for (var i = 0; i < 2; i++)
            {
                using (Mlflow.StartSpan("step"))
                {
                    await Task.Yield();
                }

                yield return new ChatResponseUpdate(ChatRole.Assistant, "x");
            }
        }
        finally
        {
            Mlflow.StartSpan("end").End();
        }
    }

    private static void Fail() => throw new IOException("The line cannot be closed.");
}
