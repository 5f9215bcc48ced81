using OtelBridge;

namespace Outside;

public interface IScorer
{
    int Score(string text);
}

public sealed class Shapes : IScorer
{
    [Trace]
    public int Add(int a, int b = 2) => a + b;

    [Trace("joined", SpanType = SpanType.Tool)]
    public static string Join(params string[] parts) => string.Join('+', parts);

    [Trace]
    public Task Delegated(int delay) => Task.Delay(delay);

    [Trace]
    public async Task WaitAsync(int delay) => await Task.Delay(delay);

    [Trace]
    public async Task<string> AskAsync(string question, [TraceIgnore] string secret)
    {
        await Task.Yield();
        return question + "!" + secret.Length;
    }

    [Trace]
    public async ValueTask StepAsync() => await Task.Yield();

    [Trace]
    public async ValueTask<int> CountAsync(string text)
    {
        await Task.Yield();
        return text.Length;
    }

    [Trace]
    public IEnumerable<int> Numbers(int count)
    {
        for (var i = 0; i < count; i++)
        {
            yield return i;
        }
    }

    [Trace]
    public async IAsyncEnumerable<string> WordsAsync(string text)
    {
        foreach (var word in text.Split(' '))
        {
            await Task.Yield();
            yield return word;
        }
    }

    [Trace]
    public T Echo<T>(T value) => value;

    [Trace]
    public bool TryRead(in int key, ref int total, out string text)
    {
        total += key;
        text = "read";
        return true;
    }

    [Trace]
    int IScorer.Score(string text) => text.Length;

    public int Locals(int x)
    {
        var twice = [Trace("lambda")] (int n) => n * 2;
        return twice(Thrice(x));

        [Trace]
        static int Thrice(int n) => n * 3;
    }

    [Trace]
    public int Fail(int code)
    {
        var unused = code + 1;
        throw new InvalidOperationException("code " + unused); // the line that stack traces name
    }
}

public struct Point
{
    public int X;

    [Trace]
    public int Move(int by) => X += by;
}

public sealed record Person(string Name)
{
    [Trace]
    public string Greet(string greeting = "Hello") => $"{greeting}, {Name}";
}

public sealed class Box<T>(T content)
{
    [Trace]
    public (T Content, TOther Other) With<TOther>(TOther other) => (content, other);
}
