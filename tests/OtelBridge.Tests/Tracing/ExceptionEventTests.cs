using System.Diagnostics;
using OtelBridge.Attributes;

namespace OtelBridge.Tests.Tracing;

public sealed class ExceptionEventTests
{
    private const int SmallStack = 256 * 1024;

    [Fact]
    public void RecordException_ChainWithoutEnd_ProcessLives()
    {
        var exception = new InvalidOperationException("first");
        for (var i = 0; i < 50_000; i++)
        {
            exception = new InvalidOperationException("outer", exception);
        }

        Recorded(exception)[OTelKeys.ExceptionMessage].ShouldBe("outer");
    }

    [Fact]
    public void RecordException_AggregatesWithoutEnd_ProcessLives()
    {
        var exception = new AggregateException(new InvalidOperationException("first"));
        for (var i = 0; i < 50_000; i++)
        {
            exception = new AggregateException(exception);
        }

        Recorded(exception)[OTelKeys.ExceptionMessage].ShouldBe("[too many inner exceptions]");
    }

    // Written out, it would be 2 to the power of 100 exceptions.
    [Fact]
    public void RecordException_SharedByAggregates_IsNotWrittenOut()
    {
        Exception exception = new InvalidOperationException("shared");
        for (var i = 0; i < 100; i++)
        {
            exception = new AggregateException(exception, exception);
        }

        Recorded(exception)[OTelKeys.ExceptionMessage].ShouldBe("[too many inner exceptions]");
    }

    [Fact]
    public void RecordException_Aggregate_NamesAllItHolds()
    {
        var stack = (string?)Recorded(new AggregateException(new TimeoutException("a"), new FormatException("b")))[OTelKeys.ExceptionStackTrace];

        stack.ShouldNotBeNull().ShouldContain("TimeoutException: a");
        stack.ShouldContain("FormatException: b");
    }

    private static Dictionary<string, object?> Recorded(Exception exception)
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"));
        Activity? activity = null;
        var thread = new Thread(
            () =>
            {
                using var span = Mlflow.StartSpan("s");
                span.RecordException(exception);
                activity = span.Activity;
            },
            SmallStack);
        thread.Start();
        thread.Join(Traced.Patience).ShouldBeTrue();
        return activity!.Events.ShouldHaveSingleItem().Tags.ToDictionary(t => t.Key, t => t.Value);
    }
}
