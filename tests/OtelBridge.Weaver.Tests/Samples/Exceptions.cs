public static class C
{
    private static readonly InvalidOperationException Cached = new("cached");

    [Trace]
    public static int Throws(int n)
    {
        var sum = 0;
        for (var i = 0; i < n; i++)
        {
            sum += i;
        }

        throw new InvalidOperationException("sum " + sum);
    }

    public static int ThrowsUnwoven(int n)
    {
        var sum = 0;
        for (var i = 0; i < n; i++)
        {
            sum += i;
        }

        throw new InvalidOperationException("sum " + sum);
    }

    [Trace] public static int Outer() => Middle() + 1;
    [Trace] public static int Middle() => Inner() + 1;
    [Trace] public static int Inner() => Helper();
    private static int Helper() => throw new InvalidOperationException("deep");
    public static int OuterUnwoven() => MiddleUnwoven() + 1;
    public static int MiddleUnwoven() => InnerUnwoven() + 1;
    public static int InnerUnwoven() => Helper();

    [Trace] public static int Catches() { try { return Inner(); } catch (InvalidOperationException) { return -1; } }
    [Trace] public static int Wraps() { try { return Inner(); } catch (InvalidOperationException e) { throw new ArgumentException("outer", e); } }
    [Trace] public static int Only() => throw new NotSupportedException();
    [Trace] public static void OnlyVoid() => throw new NotSupportedException();
    [Trace] public static int ThrowsCached() => throw Cached;
    [Trace] public static int TwiceCached() { try { ThrowsCached(); } catch (InvalidOperationException) { } return ThrowsCached(); }
    [Trace] public static int SaysMoreInFinally() { try { return Inner(); } finally { Mlflow.CurrentSpan.SetAttribute("said", "last"); } }
    [Trace] public static int ThroughLambdas() => Mlflow.Trace("lambda", () => Mlflow.Trace("inner lambda", Inner));
    public static int ThroughManual()
    {
        using var span = Mlflow.StartSpan("manual");
        try
        {
            return Inner();
        }
        catch (InvalidOperationException e)
        {
            span.RecordException(e);
            throw;
        }
    }

    [Trace] public static bool Filtered() { try { Inner(); return false; } catch (Exception e) when (Look(e)) { return true; } }
    private static bool Look(Exception e) => Activity.Current?.DisplayName is not null;
    [Trace] public static int Finds(string? s) => s!.Length;
    [Trace] public static int Deep(int n) => n == 0 ? throw new InvalidOperationException("bottom") : Deep(n - 1) + 1;
    public static string Innermost = "";
    [Trace] public static void OrderOuter() { try { OrderInner(); } finally { Innermost += Activity.Current?.DisplayName + ";"; } }
    [Trace] public static void OrderInner() { try { throw new InvalidOperationException("x"); } finally { Innermost += Activity.Current?.DisplayName + ";"; } }
}
