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
