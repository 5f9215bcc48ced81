using System.Runtime.ExceptionServices;

namespace OtelBridge.Fuzz.Engine;

/// <summary>Runs inputs on a thread with a small stack, so that depth that costs stack shows, and notices one that does not end.</summary>
internal static class FuzzThread
{
    // What secondary threads have on some systems; on this one they mostly have eight times as much.
    private const int StackBytes = 1 << 20;

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs an action to its end; false when an input hangs, whose thread cannot be ended and stays behind.</summary>
    public static bool Run(Action action, Progress progress, TimeSpan longest)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            StackBytes) { IsBackground = true, Name = "fuzz" };
        thread.Start();
        while (!thread.Join(Glance))
        {
            if (progress.Elapsed > longest)
            {
                return false;
            }
        }

        failure?.Throw();
        return true;
    }
}
