using System.Runtime.CompilerServices;

namespace OtelBridge.Documents.Tests.Snippets;

public sealed class StreamSnippets : AgainstAServer
{
    [Fact]
    public async Task Stream_ReadToTheEnd_RecordsChunks()
    {
        var words = new List<string>();

        await foreach (var word in Words("Because of that."))
        {
            words.Add(word);
        }

        var span = (await StoredAsync(Mlflow.LastActiveTraceId)).Spans.Single();
        span.Events.Count.ShouldBe(3);
        span.Outputs!.Value.GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task Stream_WithAReducer_RecordsOneText()
    {
        await foreach (var _ in Answer("Because of that."))
        {
        }

        (await StoredAsync(Mlflow.LastActiveTraceId)).Spans.Single().Outputs!.Value.GetString().ShouldBe("Because of that. ");
    }

    // begin streams-reducer
    [Trace(SpanType = SpanType.ChatModel, OutputReducer = typeof(Joined))]
    private static async IAsyncEnumerable<string> Answer(string text)
    {
        await Task.Yield();
        foreach (var word in text.Split(' '))
        {
            yield return word + " ";
        }
    }

    private sealed class Joined : IOutputReducer<string>
    {
        public object? Reduce(IReadOnlyList<string> items) => string.Concat(items);
    }
    // end streams-reducer

    // begin streams-method
    [Trace(SpanType = SpanType.ChatModel)]
    private static async IAsyncEnumerable<string> Words(string text, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var word in text.Split(' '))
        {
            await Task.Delay(10, cancellationToken);
            yield return word;
        }
    }
    // end streams-method
}
