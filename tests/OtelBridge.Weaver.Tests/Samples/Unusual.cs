// Shapes that are legal C# and seldom seen. Each method of C that begins with Call is run woven and as it was compiled.
#pragma warning disable CS8981, CA1822, CS8909

public interface IParsed<TSelf>
    where TSelf : IParsed<TSelf>
{
    static abstract TSelf Parse(string text);

    [Trace]
    static virtual string Kind() => "parsed";
}

public interface IGreets
{
    [Trace]
    string Greet(string name) => $"hello {name}";
}

public readonly struct Number(int value) : IParsed<Number>, IGreets
{
    public int Value { [Trace] get; } = value;

    [Trace]
    public static Number Parse(string text) => new(int.Parse(text));

    [Trace]
    public static Number operator +(Number a, Number b) => new(checked(a.Value + b.Value));

    [Trace]
    public static explicit operator int(Number number) => number.Value;

    [Trace]
    public static bool operator true(Number number) => number.Value != 0;

    [Trace]
    public static bool operator false(Number number) => number.Value == 0;
}

public record Person(string Name, int Age)
{
    [Trace]
    public virtual Person Older(int years) => this with { Age = Age + years };

    [Trace]
    public string Describe() => this switch
    {
        { Age: < 0 } => "unborn",
        { Name: ['A', ..], Age: var age and > 17 } => $"adult {age}",
        (var name, _) => name,
    };
}

public sealed record Worker(string Name, int Age, string Work) : Person(Name, Age)
{
    [Trace]
    public override Worker Older(int years) => this with { Age = Age + (2 * years) };
}

public ref struct Cursor(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _left = text;

    [Trace]
    public bool TryNext(out ReadOnlySpan<char> word)
    {
        var end = _left.IndexOf(' ');
        word = end < 0 ? _left : _left[..end];
        _left = end < 0 ? default : _left[(end + 1)..];
        return word.Length > 0;
    }
}

[InterpolatedStringHandler]
public ref struct Joined(int literalLength, int formattedCount)
{
    private string _text = $"{literalLength}/{formattedCount}:";

    public void AppendLiteral(string text) => _text += text;

    [Trace]
    public void AppendFormatted<T>(T value) => _text += value is null ? "-" : value.ToString();

    public override string ToString() => _text;
}

[InlineArray(4)]
public struct Four
{
    private int _first;
}

public static class Extensions
{
    [Trace]
    public static string Twice(this string text) => text + text;
}

public class Outer<T>
    where T : notnull
{
    public class Inner<U>(T seed)
    {
        [Trace]
        public string Pair<V>(U u, V? v)
            where V : struct => $"{seed} {u} {v}";
    }
}

public sealed class Box
{
    private readonly Lock _lock = new();
    private readonly string _text = "unset";
    private int _value;
    private EventHandler? _changed;

    public event EventHandler? Changed
    {
        [Trace]
        add => _changed += value;
        [Trace]
        remove => _changed -= value;
    }

    public int this[int index, string key = "k"]
    {
        [Trace]
        get => _value + index + key.Length;
        [Trace]
        set => _value = value + index + key.Length;
    }

    public string Text
    {
        [Trace]
        get => _text;
        [Trace]
        init => _text = value.Trim();
    }

    [Trace]
    public int Locked(int by)
    {
        lock (_lock)
        {
            return _value += by;
        }
    }

    [Trace, MethodImpl(MethodImplOptions.Synchronized | MethodImplOptions.NoInlining)]
    public int Synchronised() => ++_value;

    [Trace]
    public void Raise() => _changed?.Invoke(this, EventArgs.Empty);
}

public static class C
{
    private static readonly List<string> Log = [];

    public static string CallStaticAbstract() => Sum<Number>("1", "2") + Kind<Number>();

    public static string CallDefaultInterfaceMethod() => ((IGreets)new Number(1)).Greet("ada");

    public static string CallOperators() => $"{(int)(new Number(3) + new Number(4))} {(new Number(0) ? 1 : 2)}";

    public static string CallOverflow()
    {
        try
        {
            return $"{(int)(new Number(int.MaxValue) + new Number(1))}";
        }
        catch (OverflowException)
        {
            return "overflow";
        }
    }

    public static string CallRecords() => string.Join('|', new Person("Ada", 30).Older(1).Describe(), new Worker("Bob", 3, "x").Older(5), ((Person)new Worker("A", -9, "x")).Older(1).Describe());

    public static string CallRefStruct()
    {
        var cursor = new Cursor("a bc d");
        var words = new List<string>();
        while (cursor.TryNext(out var word))
        {
            words.Add(word.ToString());
        }

        return string.Join(',', words);
    }

    public static string CallHandler() => Join($"a{1}b{null as string}c{new Person("x", 1)}");

    public static string CallAllowsRefStruct() => $"{Length(new ReadOnlySpan<char>(['a', 'b']))} {Length("abc")} {Length(5)}";

    public static string CallRefReturn()
    {
        int[] numbers = [1, 2, 3];
        First(numbers, 2) = 9;
        return string.Join(',', numbers);
    }

    public static string CallReadOnlyReference()
    {
        var number = 4;
        return $"{Half(in number)} {Half(7)}";
    }

    public static string CallParams() => $"{Total(1, 2, 3)} {Count(1, 2)} {Total()}";

    public static unsafe string CallPointers()
    {
        Span<int> numbers = [1, 2, 3];
        fixed (int* first = numbers)
        {
            return $"{Total(first, 3)} {Apply(&Doubled, 21)}";
        }
    }

    public static string CallInlineArray()
    {
        var four = default(Four);
        four[2] = 5;
        return $"{SumOf(four)}";
    }

    public static string CallStack() => $"{Scratch(5)}";

    public static string CallExtensions() => "ab".Twice();

    public static string CallGenerics() => new Outer<string>.Inner<int>("s").Pair<DateTimeKind>(1, null) + new Outer<int>.Inner<string?>(2).Pair<int>(null, 3);

    public static string CallMembers()
    {
        var box = new Box { Text = " t ", [1] = 2 };
        EventHandler handler = (_, _) => Log.Add("raised");
        box.Changed += handler;
        box.Raise();
        box.Changed -= handler;
        box.Raise();
        return $"{box.Text} {box[1, "key"]} {box.Locked(2)} {box.Synchronised()} {Log.Count}";
    }

    public static string CallYieldInTry()
    {
        var text = string.Join(',', Numbers(4).TakeWhile(static n => n < 3));
        return $"{text} {string.Join(',', Log.TakeLast(1))}";
    }

    public static string CallFilters() => $"{Guarded(0)} {Guarded(1)} {Guarded(2)}";

    public static string CallGoto() => $"{Collatz(27)}";

    public static string CallDynamic() => $"{Dynamic("a", 1)}";

    public static string CallLambda()
    {
        var twice = [Trace] (int n) => n * 2;
        var later = [Trace] async (int n) =>
        {
            await Task.Yield();
            return n * 2;
        };
        return $"{twice(4)} {later(5).GetAwaiter().GetResult()}";
    }

    public static string CallAsyncUsings() => Copy("text").GetAwaiter().GetResult();

    public static string CallAsyncStream() => ReadAll().GetAwaiter().GetResult();

    public static unsafe string CallUnmanaged()
    {
        delegate* unmanaged<int, int> function = &FromOutside;
        return $"{function(20)}";
    }

    public static string CallPooled() => $"{Pooled(1).AsTask().GetAwaiter().GetResult()} {Pooled(0).AsTask().GetAwaiter().GetResult()}";

    [Trace]
    private static string Sum<T>(string a, string b)
        where T : IParsed<T> => $"{T.Parse(a)} {T.Parse(b)}";

    [Trace]
    private static string Kind<T>()
        where T : IParsed<T> => T.Kind();

    [Trace]
    private static string Join(Joined text) => text.ToString();

    [Trace]
    private static int Length<T>(T value)
        where T : allows ref struct => typeof(T).Name.Length;

    [Trace]
    private static ref int First(int[] numbers, int from) => ref numbers[from];

    [Trace]
    private static int Half(ref readonly int number) => number / 2;

    [Trace]
    private static int Total(params ReadOnlySpan<int> numbers)
    {
        var total = 0;
        foreach (var number in numbers)
        {
            total = checked(total + number);
        }

        return total;
    }

    [Trace]
    private static int Count(params IEnumerable<int> numbers) => numbers.Count();

    [Trace]
    private static unsafe int Total(int* first, int count)
    {
        var total = 0;
        for (var i = 0; i < count; i++)
        {
            total += *(first + i);
        }

        return total;
    }

    [Trace]
    private static unsafe int Apply(delegate*<int, int> function, int n) => function(n);

    [Trace]
    private static int Doubled(int n) => n * 2;

    [Trace]
    private static int SumOf(Four four)
    {
        var total = 0;
        foreach (var number in four)
        {
            total += number;
        }

        return total;
    }

    [Trace]
    private static int Scratch(int n)
    {
        Span<int> scratch = stackalloc int[n];
        scratch.Fill(2);
        return Total(scratch);
    }

    [Trace]
    private static IEnumerable<int> Numbers(int count)
    {
        try
        {
            for (var i = 0; i < count; i++)
            {
                yield return i;
            }
        }
        finally
        {
            Log.Add("left");
        }
    }

    [Trace]
    private static string Guarded(int n)
    {
        try
        {
            try
            {
                return n switch { 0 => "fine", 1 => throw new InvalidOperationException("one"), _ => throw new ArgumentException("two") };
            }
            finally
            {
                Log.Add("finally");
            }
        }
        catch (Exception e) when (e is InvalidOperationException { Message: ['o', ..] })
        {
            return "filtered";
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    [Trace]
    private static int Collatz(int n)
    {
        var steps = 0;
    again:
        if (n == 1)
        {
            return steps;
        }

        n = n % 2 == 0 ? n / 2 : (3 * n) + 1;
        steps++;
        goto again;
    }

    [Trace]
    private static dynamic Dynamic(dynamic a, dynamic b) => a + b;

    [Trace]
    private static async Task<string> Copy(string text)
    {
        await using var stream = new System.IO.MemoryStream();
        using (var writer = new System.IO.StreamWriter(stream, leaveOpen: true))
        {
            await writer.WriteAsync(text.AsMemory()).ConfigureAwait(false);
        }

        stream.Position = 0;
        using var reader = new System.IO.StreamReader(stream);
        ReadOnlySpan<char> label = "copied ";
        var prefix = label.ToString();
        return prefix + await reader.ReadToEndAsync().ConfigureAwait(false);
    }

    [Trace]
    private static async IAsyncEnumerable<int> Ticks([EnumeratorCancellation] CancellationToken stop = default)
    {
        try
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await Task.Yield();
                yield return i;
            }
        }
        finally
        {
            await Task.Yield();
            Log.Add("stopped");
        }
    }

    [Trace]
    private static async Task<string> ReadAll()
    {
        var total = 0;
        await foreach (var tick in Ticks().ConfigureAwait(false))
        {
            total += tick;
            if (tick == 3)
            {
                break;
            }
        }

        return $"{total} {Log[^1]}";
    }

    [Trace, System.Runtime.InteropServices.UnmanagedCallersOnly]
    private static int FromOutside(int n) => n + 1;

    [Trace, AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<int> Pooled(int n)
    {
        if (n > 0)
        {
            await Task.Yield();
        }

        return n + 1;
    }
}
