using System.Diagnostics;

namespace OtelBridge.Tests.Tracing;

/// <summary>An exception is an event on the span where it first appears, and a status on those around it.</summary>
public sealed class RecordedExceptionsTests : IDisposable
{
    private readonly MlflowTracing _tracing = Traced.To(("Mlflow:Export", "None"));

    [Fact]
    public void Trace_ExceptionRises_IsRecordedAtTheInnermost()
    {
        MlflowSpan? outer = null, inner = null;

        Should.Throw<InvalidOperationException>(() => Mlflow.Trace("outer", a =>
        {
            outer = a;
            Mlflow.Trace("inner", b =>
            {
                inner = b;
                throw new InvalidOperationException("deep");
            });
        }));

        Exceptions(inner).ShouldBe(1);
        Exceptions(outer).ShouldBe(0);
        outer!.Activity!.Status.ShouldBe(ActivityStatusCode.Error);
        outer.Activity.StatusDescription.ShouldBe("InvalidOperationException: deep");
    }

    [Fact]
    public async Task TraceAsync_ExceptionRises_IsRecordedAtTheInnermost()
    {
        MlflowSpan? outer = null, inner = null;

        await Should.ThrowAsync<InvalidOperationException>(() => Mlflow.TraceAsync("outer", async a =>
        {
            outer = a;
            await Mlflow.TraceAsync("inner", async b =>
            {
                inner = b;
                await Task.Yield();
                throw new InvalidOperationException("deep");
            });
        }));

        Exceptions(inner).ShouldBe(1);
        Exceptions(outer).ShouldBe(0);
        outer!.Activity!.Status.ShouldBe(ActivityStatusCode.Error);
    }

    [Fact]
    public void RecordException_SpansBetweenDidNotSeeIt_IsStillTheSameRise()
    {
        var thrown = new InvalidOperationException("deep");
        using var outer = Mlflow.StartSpan("outer");
        using (Mlflow.StartSpan("between"))
        {
            using var inner = Mlflow.StartSpan("inner");
            inner.RecordException(thrown).RecordException(thrown);
            Exceptions(inner).ShouldBe(1);
        }

        outer.RecordException(thrown);

        Exceptions(outer).ShouldBe(0);
    }

    [Fact]
    public void RecordException_OneThrownInTwoPlaces_IsRecordedInBoth()
    {
        var cached = new InvalidOperationException("cached");
        using var outer = Mlflow.StartSpan("outer");
        for (var i = 0; i < 2; i++)
        {
            using var inner = Mlflow.StartSpan("inner");
            inner.RecordException(cached);
            Exceptions(inner).ShouldBe(1);
        }
    }

    [Fact]
    public void RecordException_SameOneInAnotherTrace_IsRecordedThereToo()
    {
        var cached = new InvalidOperationException("cached");
        for (var i = 0; i < 2; i++)
        {
            using var span = Mlflow.StartSpan("s");
            span.RecordException(cached);
            Exceptions(span).ShouldBe(1);
        }
    }

    [Fact]
    public void Trace_ExceptionRisesThroughMany_IsRecordedOnce()
    {
        var spans = new List<MlflowSpan>();

        Should.Throw<InvalidOperationException>(() => Recurse(1_000));

        spans.Sum(s => Exceptions(s)).ShouldBe(1);
        spans.ShouldAllBe(s => s.Activity!.Status == ActivityStatusCode.Error);

        void Recurse(int depth) => Mlflow.Trace("s", span =>
        {
            spans.Add(span);
            if (depth == 0)
            {
                throw new InvalidOperationException("bottom");
            }

            Recurse(depth - 1);
        });
    }

    public void Dispose() => _tracing.Dispose();

    private static int Exceptions(MlflowSpan? span) => span!.Activity!.Events.Count(e => e.Name == "exception");
}
