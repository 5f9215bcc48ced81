using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

public record Person(string Name, int Age)
{
    [Trace] public string Describe(string suffix) => Name + suffix;
}

public interface IReader<T>
{
    T Read(T key);
}

public interface IParsed<TSelf>
    where TSelf : IParsed<TSelf>
{
    static abstract TSelf Parse(string text);

    static virtual int Twice(int n) => n * 2;
}

public class Reader : IReader<int>
{
    [Trace] int IReader<int>.Read(int key) => key + 1;
}

public class Parsed : IParsed<Parsed>
{
    public string Text = "";

    [Trace] public static Parsed Parse(string text) => new() { Text = text };

    [Trace] static int IParsed<Parsed>.Twice(int n) => n * 3;

    public override string ToString() => Text;
}

public interface IDefault
{
    [Trace] int Thrice(int n) => n * 3;

    [Trace] static int Half(int n) => n / 2;
}

public class Default : IDefault;

public class Base
{
    [Trace("base")] public virtual string Greet(string name) => "hello " + name;
}

public class Derived : Base
{
    [Trace("derived")] public override string Greet(string name) => base.Greet(name) + "!";
}

public class Box<T>
{
    public T? Value;

    [Trace] public T Put(T value) { Value = value; return value; }

    [Trace] public static TOther Convert<TOther>(T value, Func<T, TOther> convert) => convert(value);

    [Trace] public async Task<T> PutAsync(T value) { await Task.Yield(); Value = value; return value; }

    [Trace] public IEnumerable<T> Items(T one, T two) { yield return one; yield return two; }

    public class Inner<TInner>
    {
        [Trace] public (T, TInner) Pair(T a, TInner b) => (a, b);
    }
}

public struct Counter
{
    public int Count;

    [Trace] public int Add(int n) { Count += n; return Count; }

    [Trace] public readonly override string ToString() => "count " + Count;

    [Trace] public async Task<int> LaterAsync() { await Task.Yield(); return Count; }
}

public struct GenericCounter<T>
{
    public T Last;

    [Trace] public T Set(T value) { Last = value; return Last; }
}

public ref struct Window
{
    public ReadOnlySpan<char> Text;

    [Trace] public int Length(int extra) => Text.Length + extra;
}

public readonly struct Money
{
    public Money(int cents) => Cents = cents;

    public int Cents { get; }

    [Trace] public static Money operator +(Money a, Money b) => new(a.Cents + b.Cents);
}

public class Settings
{
    private string _name = "n";

    public string Name
    {
        [Trace] get => _name;
        [Trace] set => _name = value;
    }
}

public partial class Split
{
    [Trace] public partial string Joined(string a, string b);
}

public partial class Split
{
    public partial string Joined(string a, string b) => a + b;
}

public delegate int Handler(int x);

public static class C
{
    private static int[] _numbers = { 1, 2, 3 };

    // Arguments
    [Trace] public static int Defaults(int a, int b = 5, string c = "x") => a + b;
    public static int CallDefaults() => Defaults(1);
    [Trace] public static int Params(string first, params int[] rest) => rest.Length;
    public static int CallParams() => Params("a", 1, 2);
    [Trace] public static int ParamsSpan(params ReadOnlySpan<int> rest) => rest.Length;
    public static int CallParamsSpan() => ParamsSpan(4, 5);
    [Trace] public static string? Nullables(int? a, string? b, DateTime? c) => b;
    public static string? CallNullables() => Nullables(null, null, null);
    [Trace] public static int Ignored(string question, [TraceIgnore] string key, CancellationToken token = default) => 1;
    public static int CallIgnored() => Ignored("q", "secret");
    [Trace] public static void NoArguments() { }
    [Trace] public static object? Null() => null;
    [Trace] public static bool TryGet(string key, out string value) { value = key + "!"; return true; }
    public static string CallTryGet() { TryGet("k", out var v); return v; }
    [Trace] public static void Swap(ref int a, ref int b) => (a, b) = (b, a);
    public static int CallSwap() { int a = 1, b = 2; Swap(ref a, ref b); return a; }
    [Trace] public static int In(in Person p, ref readonly int n) => p.Age + n;
    public static int CallIn() { var n = 1; return In(new Person("a", 2), ref n); }
    [Trace] public static int NullRef(ref readonly int n) => Unsafe.IsNullRef(in n) ? -1 : n;
    public static int CallNullRef() => NullRef(ref Unsafe.NullRef<int>());
    [Trace] public static int Chars(ReadOnlySpan<char> text, Span<byte> bytes) => text.Length + bytes.Length;
    public static int CallChars() => Chars("abc", stackalloc byte[] { 1, 2 });
    [Trace] public static ReadOnlySpan<char> Slice(string text) => text.AsSpan(1);
    public static string CallSlice() => Slice("abc").ToString();
    [Trace] public static int RefStruct(Window window, scoped ref Window again) => window.Text.Length;
    public static int CallRefStruct() { var w = new Window { Text = "xyz" }; return RefStruct(w, ref w); }
    public static int CallRefStructMember() => new Window { Text = "xyz" }.Length(2);
    [Trace] public static unsafe int Pointer(int* p, void* q, delegate*<int, int> f) => *p + f(1);
    private static int Inc(int n) => n + 1;
    public static unsafe int CallPointer() { var n = 3; return Pointer(&n, null, &Inc); }
    [Trace] public static unsafe int* PointerBack(int* p) => p;
    public static unsafe int CallPointerBack() { var n = 3; return *PointerBack(&n); }
    [Trace] public static ref int Find(int index) => ref _numbers[index];
    public static int CallFind() { ref var n = ref Find(1); n = 20; var sum = _numbers.Sum(); n = 2; return sum; }
    [Trace] public static ref readonly int FindReadOnly(int index) => ref _numbers[index];
    public static int CallFindReadOnly() => FindReadOnly(2);
    [Trace] public static dynamic Dynamic(dynamic d) => d;
    public static string CallDynamic() => (string)Dynamic("dyn");
    [Trace] public static (int A, string B) Tuple((int X, int Y) t) => (t.X, "b");
    public static int CallTuple() => Tuple((1, 2)).A;
    [Trace] public static int Lazy(IEnumerable<int> items) => items.Sum();
    private static IEnumerable<int> Once() { yield return 1; yield return 2; }
    public static int CallLazy() => Lazy(Once());
    [Trace] public static T AnyRef<T>(T value, T other) where T : IComparable<T> => value.CompareTo(other) > 0 ? value : other;
    public static int CallAnyRef() => AnyRef(3, 2);
    public static string CallAnyRefText() => AnyRef("a", "b");
    [Trace] public static int ByRefLike<T>(T value) where T : allows ref struct => 7;
    public static int CallByRefLike() => ByRefLike(new Window { Text = "" });
    [Trace] public static string Extension(this string self, int n) => self + n;
    public static string CallExtension() => "e".Extension(1);
    [Trace(SpanType = SpanType.Tool), TraceAttributeValue("model", "small"), TraceAttributeValue("k", 3), TraceAttributeValue("on", true), TraceAttributeValue("kind", DayOfWeek.Friday), TraceAttributeValue("list", new[] { 1, 2 }), TraceAttributeValue("type", typeof(string)), TraceAttributeValue("none", null)]
    public static void Attributed() { }
    [Trace(CaptureInputs = false, CaptureOutputs = false)] public static int Silent(int a) => a;
    public static int CallSilent() => Silent(3);

    // Bodies
    [Trace] public static string Many(int n)
    {
        switch (n)
        {
            case 0: return "zero";
            case 1: return "one";
            case 2: return "two";
            case 3: return "three";
            default:
                if (n < 0) { return "negative"; }
                break;
        }

        return "many";
    }
    public static string CallMany() => Many(3);
    [Trace] public static int LoopFromStart(int n) { do { n--; } while (n > 0); return n; }
    public static int CallLoopFromStart() => LoopFromStart(5);
    [Trace] public static void Endless(int n) { while (true) { n--; if (n < 0) { return; } } }
    public static void CallEndless() => Endless(3);
    [Trace] public static string Handlers(int n)
    {
        try
        {
            try { if (n == 1) { throw new InvalidOperationException("x"); } return "ok"; }
            catch (InvalidOperationException e) when (e.Message == "x") { return "caught"; }
            finally { n++; }
        }
        finally
        {
            n++;
        }
    }
    public static string CallHandlers() => Handlers(1);
    [Trace] public static int Stack(int n) { Span<int> s = stackalloc int[n]; s.Fill(2); var sum = 0; foreach (var i in s) { sum += i; } return sum; }
    public static int CallStack() => Stack(4);
    [Trace, SkipLocalsInit] public static int Skip(int n) { Span<byte> s = stackalloc byte[8]; s.Clear(); return n + s[0]; }
    public static int CallSkip() => Skip(4);
    [Trace] public static int Fibonacci(int n) => n < 2 ? n : Fibonacci(n - 1) + Fibonacci(n - 2);
    [Trace] public static int Outer(int n) => Inner(n) + 1;
    [Trace] public static int Inner(int n) => n * 2;
    [Trace] public static string SetsItsOwn() { Mlflow.CurrentSpan.SetOutputs("mine"); return "theirs"; }
    [Trace, MethodImpl(MethodImplOptions.AggressiveInlining)] public static int Inlined(int n) => n;
    public static int CallInlined() => Inlined(1);

    // Names
    public static int CallLocal(int n)
    {
        return Local(n) + 1;

        [Trace] int Local(int x) => x + n;
    }

    public static int CallLambda(int n)
    {
        Func<int, int> f = [Trace] (x) => x + n;
        return f(1);
    }

    public static int CallNestedLambda()
    {
        Func<int> f = () => { Func<int> g = [Trace] () => 4; return g(); };
        return f();
    }

    public static async Task<int> CallLocalAsync(int n)
    {
        return await Local(n) + 1;

        [Trace] async Task<int> Local(int x) { await Task.Yield(); return x + n; }
    }

    [Trace] public static int Encloses(int n)
    {
        int Local(int x) => x + n;
        var list = new List<int> { 1, 2 }.ConvertAll(x => Local(x));
        return list.Sum();
    }

    // Types
    public static int CallExplicit() => ((IReader<int>)new Reader()).Read(1);
    private static T ParseOf<T>(string text) where T : IParsed<T> => T.Parse(text);
    private static int TwiceOf<T>(int n) where T : IParsed<T> => T.Twice(n);
    public static string CallStaticAbstract() => ParseOf<Parsed>("p").Text;
    public static int CallStaticVirtual() => TwiceOf<Parsed>(2);
    public static int CallDefaultMember() => ((IDefault)new Default()).Thrice(2);
    public static int CallStaticMember() => IDefault.Half(4);
    public static string CallOverride() => new Derived().Greet("x");
    public static int CallGenericType() => new Box<int>().Put(4);
    public static string CallGenericTypeOfReference() => new Box<string>().Put("s");
    public static int CallGenericMethod() => Box<string>.Convert("12", int.Parse);
    public static async Task<string> CallGenericAsync() => await new Box<string>().PutAsync("s");
    public static string CallGenericIterator() => string.Join(',', new Box<string>().Items("a", "b"));
    public static string CallNestedGeneric() => new Box<int>.Inner<string>().Pair(1, "b").ToString();
    public static int CallStruct() { var c = new Counter(); c.Add(2); return c.Add(3); }
    public static string CallStructToString() => new Counter { Count = 2 }.ToString();
    public static async Task<int> CallStructAsync() => await new Counter { Count = 9 }.LaterAsync();
    public static string CallGenericStruct() { var c = new GenericCounter<string>(); c.Set("z"); return c.Last; }
    public static string CallRecord() => new Person("p", 1).Describe("?");
    public static int CallOperator() => (new Money(1) + new Money(2)).Cents;
    public static string CallGetter() => new Settings().Name;
    public static void CallSetter() => new Settings().Name = "v";
    public static string CallPartial() => new Split().Joined("a", "b");
    public static int CallDelegate() { Handler h = Inner; return h(4); }
    public static int CallReflection() => (int)typeof(C).GetMethod("Inner")!.Invoke(null, [5])!;
}
