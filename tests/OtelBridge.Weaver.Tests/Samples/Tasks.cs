using System.Threading.Tasks.Sources;

public sealed class Source : IValueTaskSource<int>
{
    private ManualResetValueTaskSourceCore<int> _core;

    public int Taken;

    public ValueTask<int> Task => new(this, _core.Version);

    public void Complete(int n) => _core.SetResult(n);

    public int GetResult(short token) { Taken++; return _core.GetResult(token); }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> c, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _core.OnCompleted(c, state, token, flags);
}

public static class C
{
    public static readonly AsyncLocal<string?> Flow = new();
    public static List<string> Seen = new();

    [Trace] public static async Task Plain(Task gate) { Seen.Add(Now); await gate; Seen.Add(Now); }
    [Trace] public static async Task<int> OfInt(Task gate) { await gate; return 5; }
    [Trace] public static async ValueTask Value(Task gate) { await gate.ConfigureAwait(false); }
    [Trace] public static async ValueTask<int> ValueOfInt(Task gate) { await gate.ConfigureAwait(false); return 6; }
    [Trace, AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))] public static async ValueTask<int> Pooled(Task gate) { await gate; return 7; }
    [Trace] public static Task<int> NotAsync(Task<int> task) => task;
    [Trace] public static Task NotAsyncPlain(Task task) => task;
    [Trace] public static ValueTask<int> FromSource(Source source) => source.Task;
    [Trace] public static Task<int>? NullTask() => null;
    [Trace] public static Task ThrowsBeforeTask(int n) => n < 0 ? throw new ArgumentException("negative") : Task.CompletedTask;
    [Trace] public static Task<int> Cold() => new(() => 8);
    [Trace] public static Task<int> WithState(object state) { var source = new TaskCompletionSource<int>(state); Pending = source; return source.Task; }
    public static TaskCompletionSource<int>? Pending;

    [Trace] public static async Task<string> AwaitInTry(Task gate)
    {
        try
        {
            await gate;
            return "done";
        }
        catch (InvalidOperationException)
        {
            await Task.Yield();
            return "caught in " + Now;
        }
        finally
        {
            await Task.Yield();
            Seen.Add("finally " + Now);
        }
    }

    [Trace] public static async Task<int> Cancellable(CancellationToken token) { await Task.Delay(Timeout.Infinite, token); return 1; }
    [Trace] public static Task Cancelled() => Task.FromCanceled(new CancellationToken(true));
    [Trace] public static Task Several() => Task.WhenAll(Task.FromException(new InvalidOperationException("a")), Later());
    private static async Task Later() { await Task.Yield(); throw new TimeoutException("b"); }
    [Trace] public static async Task<int> Parent(Task gate) { var n = await Child(gate) + await Child(gate); return n; }
    [Trace] public static async Task<int> Child(Task gate) { await gate; return 1; }
    [Trace] public static async Task<int> Parallel() { var all = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(() => Child(Task.CompletedTask)))); return all.Sum(); }
    [Trace] public static async Task<int> Rises() => await RisesInner();
    [Trace] public static async Task<int> RisesInner() { await Task.Yield(); throw new InvalidOperationException("deep"); }
    [Trace] public static async Task<IEnumerable<int>> OfSequence() { await Task.Yield(); return Generated(); }
    private static IEnumerable<int> Generated() { Seen.Add("read"); yield return 1; }

    private static string Now => Activity.Current?.DisplayName ?? "none";
}
