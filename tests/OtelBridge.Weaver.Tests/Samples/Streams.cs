public class JoinWords : IOutputReducer<string>
{
    public object? Reduce(IReadOnlyList<string> items) => string.Concat(items);
}

public static class C
{
    private sealed class Failing : IOutputReducer<object>
    {
        public object? Reduce(IReadOnlyList<object> items) => throw new InvalidOperationException("no");
    }

    public static List<string> Seen = new();

    [Trace]
    public static IEnumerable<int> Count(int to)
    {
        for (var i = 0; i < to; i++)
        {
            Seen.Add(Activity.Current?.DisplayName ?? "none");
            yield return i;
        }
    }

    [Trace(OutputReducer = typeof(JoinWords))]
    public static async IAsyncEnumerable<string> Words(string text, [EnumeratorCancellation] CancellationToken token = default)
    {
        try
        {
            foreach (var word in text.Split(' '))
            {
                await Task.Yield();
                token.ThrowIfCancellationRequested();
                Seen.Add(Activity.Current?.DisplayName ?? "none");
                yield return word;
            }
        }
        finally
        {
            Seen.Add("finally " + Activity.Current?.DisplayName);
        }
    }

    [Trace(OutputReducer = typeof(Failing))]
    public static IEnumerable<string> Reduced() { yield return "a"; yield return "b"; }

    [Trace(MaxChunkEvents = 2)]
    public static IEnumerator<int> Enumerator() { yield return 1; yield return 2; yield return 3; }

    [Trace]
    public static IEnumerable Untyped() { yield return 1; yield return "x"; }

    [Trace]
    public static IEnumerable<int> Fails()
    {
        yield return 1;
        throw new InvalidOperationException("broken");
    }

    [Trace]
    public static IEnumerable<int> Listed() => new List<int> { 1, 2 };

    [Trace]
    public static IEnumerable<int> Linq(int[] source)
    {
        Seen.Add("called in " + Activity.Current?.DisplayName);
        return source.Where(i => { Seen.Add(Activity.Current?.DisplayName ?? "none"); return i > 1; });
    }

    [Trace] public static IAsyncEnumerable<string> Passed(string text) => Words(text);

    [Trace]
    public static IEnumerable<string> Nested()
    {
        using (var inner = Mlflow.StartSpan("inner"))
        {
            yield return Activity.Current!.DisplayName;
            yield return Activity.Current!.DisplayName;
        }

        yield return Activity.Current!.DisplayName;
    }

    [Trace]
    public static async Task<int> Consume()
    {
        var n = 0;
        await foreach (var word in Words("a b c"))
        {
            Seen.Add("consumer " + Activity.Current?.DisplayName);
            n++;
        }

        return n;
    }

    [Trace]
    public static IEnumerable<string> Large(int items, int length)
    {
        for (var i = 0; i < items; i++)
        {
            yield return new string((char)('a' + (i % 26)), length);
        }
    }

    [Trace(CaptureInputs = false, CaptureOutputs = false)]
    public static IEnumerable<int> Secret(int x) { yield return x; }
}
