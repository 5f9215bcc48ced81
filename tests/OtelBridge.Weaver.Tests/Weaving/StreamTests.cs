using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using OtelBridge.Attributes;

namespace OtelBridge.Weaver.Tests.Weaving;

public sealed class StreamTests
{
    [Theory]
    [MemberData(nameof(Woven.Optimizations), MemberType = typeof(Woven))]
    public void Iterator_ReadToItsEnd_IsOneSpanWithAnEventForEachItem(OptimizationLevel optimization)
    {
        using var woven = Woven.Sample("Streams", optimization);
        using var spans = new Recorder();

        var items = woven.Call<IEnumerable<int>>("Count", 3);
        spans.Started.ShouldBeEmpty();
        foreach (var item in items)
        {
            Activity.Current.ShouldBeNull();
            spans.Ended.ShouldBeEmpty();
        }

        Seen(woven).ShouldBe(["Count", "Count", "Count"]);
        spans.Single.Chunks().ShouldBe(["0", "1", "2"]);
        spans.Single.Events.Select(e => e.Name).ShouldBe(["mlflow.chunk.item.0", "mlflow.chunk.item.1", "mlflow.chunk.item.2"]);
        spans.Single.Inputs().ShouldBe("""{"to":3}""");
        spans.Single.Outputs().ShouldBe("[0,1,2]");
        spans.Single.Function().ShouldBeNull();
        spans.Single.GetTagItem(MlflowKeys.ChunkCount).ShouldBe(3L);
        spans.Single.GetTagItem(MlflowKeys.ChunksLeftOut).ShouldBeNull();
        spans.Single.Status.ShouldBe(ActivityStatusCode.Ok);
        items.ToArray().ShouldBe([0, 1, 2]);
        spans.Ended.Count.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Woven.Optimizations), MemberType = typeof(Woven))]
    public async Task AsyncIterator_ReadInsideATracedMethod_IsItsChildAndLeavesTheConsumerItsOwnSpan(OptimizationLevel optimization)
    {
        using var woven = Woven.Sample("Streams", optimization);
        using var spans = new Recorder();

        (await woven.Call<Task<int>>("Consume")).ShouldBe(3);

        Seen(woven).ShouldBe(["Words", "consumer Consume", "Words", "consumer Consume", "Words", "consumer Consume", "finally Words"]);
        spans.Named("Words").Parent.ShouldBeSameAs(spans.Named("Consume"));
        spans.Named("Words").Chunks().ShouldBe(["\"a\"", "\"b\"", "\"c\""]);
        spans.Named("Words").Outputs().ShouldBe("\"abc\"");
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public async Task AsyncIterator_LeftEarly_EndsWithWhatWasRead()
    {
        using var woven = Woven.Sample("Streams");
        using var spans = new Recorder();

        await foreach (var word in woven.Call<IAsyncEnumerable<string>>("Words", "a b c", CancellationToken.None))
        {
            break;
        }

        spans.Single.Chunks().ShouldBe(["\"a\""]);
        spans.Single.Outputs().ShouldBe("\"a\"");
        spans.Single.Status.ShouldBe(ActivityStatusCode.Ok);
        Seen(woven).ShouldBe(["Words", "finally Words"]);
    }

    [Fact]
    public async Task AsyncIterator_Cancelled_EndsWithTheException()
    {
        using var woven = Woven.Sample("Streams");
        using var spans = new Recorder();
        using var source = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var word in woven.Call<IAsyncEnumerable<string>>("Words", "a b c", CancellationToken.None).WithCancellation(source.Token))
            {
                await source.CancelAsync();
            }
        });

        spans.Single.Exceptions().ShouldHaveSingleItem();
        spans.Single.Status.ShouldBe(ActivityStatusCode.Error);
        spans.Single.Outputs().ShouldBeNull();
        spans.Single.Chunks().ShouldBe(["\"a\""]);
    }

    [Fact]
    public void Iterator_Throws_EndsWithTheExceptionAndNoOutputs()
    {
        using var woven = Woven.Sample("Streams");
        using var spans = new Recorder();

        Should.Throw<InvalidOperationException>(() => woven.Call<IEnumerable<int>>("Fails").ToList()).Message.ShouldBe("broken");

        spans.Single.Exceptions().ShouldHaveSingleItem();
        spans.Single.StatusDescription.ShouldBe("InvalidOperationException: broken");
        spans.Single.Outputs().ShouldBeNull();
        spans.Single.Chunks().ShouldBe(["1"]);
        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public void Iterator_ReducerThrows_KeepsTheList()
    {
        using var woven = Woven.Sample("Streams");
        using var spans = new Recorder();

        woven.Call<IEnumerable<string>>("Reduced").Count().ShouldBe(2);

        spans.Single.Outputs().ShouldBe("""["a","b"]""");
        spans.Single.Status.ShouldBe(ActivityStatusCode.Ok);
    }

    [Fact]
    public void Iterator_MoreItemsThanEvents_SaysHowManyWereLeftOut()
    {
        using var woven = Woven.Sample("Streams");
        using var spans = new Recorder();

        var enumerator = woven.Call<IEnumerator<int>>("Enumerator");
        while (enumerator.MoveNext())
        {
        }

        spans.Single.Chunks().ShouldBe(["1", "2"]);
        spans.Single.Outputs().ShouldBe("[1,2,3]");
        spans.Single.GetTagItem(MlflowKeys.ChunkCount).ShouldBe(3L);
        spans.Single.GetTagItem(MlflowKeys.ChunksLeftOut).ShouldBe(1L);
        Should.Throw<NotSupportedException>(enumerator.Reset);
    }

    [Theory]
    [InlineData(100, 100)]
    [InlineData(2_000, 1)]
    [InlineData(1, 5_000)]
    public void Iterator_MoreBytesThanTheBound_IsCutAndCounted(int items, int length)
    {
        const int MaxBytes = 2048;
        using var woven = Woven.Sample("Streams");
        using var tracing = MlflowTracing.Init(o => (o.MaxContentBytes, o.Export) = (MaxBytes, ExportMode.None));
        using var spans = new Recorder();

        woven.Call<IEnumerable<string>>("Large", items, length).Count().ShouldBe(items);

        var span = spans.Single;
        var outputs = span.Outputs().ShouldNotBeNull();
        Encoding.UTF8.GetByteCount(outputs).ShouldBeLessThanOrEqualTo(MaxBytes);
        var list = JsonSerializer.Deserialize<string[]>(outputs)!;
        list[^1].ShouldEndWith("…[truncated]");
        span.Chunks().Sum(Encoding.UTF8.GetByteCount).ShouldBeLessThan(MaxBytes);
        span.GetTagItem(MlflowKeys.ChunkCount).ShouldBe((long)items);
        span.GetTagItem(MlflowKeys.ChunksLeftOut).ShouldBe(items - span.Chunks().Count is var left and > 0 ? (long)left : null);
        tracing.Dispose();

        // The bound is the process's, and stays until another tracing starts.
        MlflowTracing.Init(o => o.Export = ExportMode.None).Dispose();
    }

    [Fact]
    public void Iterator_NotSampled_LeavesNoTraceAndTheConsumerItsOwn()
    {
        using var woven = Woven.Sample("Streams");
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "OtelBridge",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
        };
        ActivitySource.AddActivityListener(listener);

        woven.Call<IEnumerable<int>>("Count", 3).ShouldBe([0, 1, 2]);

        Activity.Current.ShouldBeNull();
    }

    [Fact]
    public void Iterator_OfNoType_IsFollowed()
    {
        using var woven = Woven.Sample("Streams");
        using var spans = new Recorder();

        foreach (var _ in woven.Call<System.Collections.IEnumerable>("Untyped"))
        {
        }

        spans.Single.Outputs().ShouldBe("""[1,"x"]""");
    }

    [Fact]
    public void Iterator_OwnSpanAcrossYields_StaysCurrentForTheProducerOnly()
    {
        using var woven = Woven.Sample("Streams");
        using var spans = new Recorder();
        var current = new List<string?>();

        foreach (var item in woven.Call<IEnumerable<string>>("Nested"))
        {
            current.Add(item);
            Activity.Current.ShouldBeNull();
        }

        current.ShouldBe(["inner", "inner", "Nested"]);
        spans.Named("inner").Parent.ShouldBeSameAs(spans.Named("Nested"));
    }

    [Fact]
    public void Sequence_HeldInMemory_IsAValue()
    {
        using var woven = Woven.Sample("Streams");
        using var spans = new Recorder();

        woven.Call("Listed").ShouldBeOfType<List<int>>();

        spans.Single.Outputs().ShouldBe("[1,2]");
        spans.Single.Events.ShouldBeEmpty();
        spans.Single.Function().ShouldBe("Listed");
    }

    [Fact]
    public void Sequence_MadeWhileItIsRead_ContinuesTheSpanOfTheCall()
    {
        using var woven = Woven.Sample("Streams");
        using var spans = new Recorder();

        var sequence = woven.Call<IEnumerable<int>>("Linq", new[] { 1, 2, 3 });
        Activity.Current.ShouldBeNull();
        spans.Ended.ShouldBeEmpty();
        sequence.ToList().ShouldBe([2, 3]);

        Seen(woven).ShouldBe(["called in Linq", "Linq", "Linq", "Linq"]);
        spans.Single.Outputs().ShouldBe("[2,3]");
        sequence.ToList().ShouldBe([2, 3]);
        spans.Ended.Count.ShouldBe(2);
        spans.Ended[1].Inputs().ShouldBe("""{"source":[1,2,3]}""");
    }

    [Fact]
    public async Task Sequence_PassedOn_HasTheOtherAsItsChild()
    {
        using var woven = Woven.Sample("Streams");
        using var spans = new Recorder();

        await foreach (var _ in woven.Call<IAsyncEnumerable<string>>("Passed", "a b"))
        {
        }

        spans.Named("Words").Parent.ShouldBeSameAs(spans.Named("Passed"));
        spans.Named("Passed").Chunks().ShouldBe(["\"a\"", "\"b\""]);
    }

    [Fact]
    public void Iterator_NothingToBeCaptured_IsCounted()
    {
        using var woven = Woven.Sample("Streams");
        using var spans = new Recorder();

        woven.Call<IEnumerable<int>>("Secret", 5).Single().ShouldBe(5);

        spans.Single.Inputs().ShouldBeNull();
        spans.Single.Outputs().ShouldBeNull();
        spans.Single.Events.ShouldBeEmpty();
        spans.Single.GetTagItem(MlflowKeys.ChunkCount).ShouldBe(1L);
    }

    [Fact]
    public void Iterator_NobodyListens_IsTheIteratorItself()
    {
        using var woven = Woven.Sample("Streams");

        woven.Call("Count", 3)!.GetType().Name.ShouldStartWith("<Count>");
    }

    [Theory]
    [InlineData("Count")]
    [InlineData("Linq")]
    public void Stream_NeitherReadNorDisposed_EndsWhenItIsCollected(string method)
    {
        using var woven = Woven.Sample("Streams");
        using var spans = new Recorder();

        Abandon(woven, method);
        for (var i = 0; i < 50 && spans.Ended.Count == 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        spans.Single.DisplayName.ShouldBe(method);
        spans.Single.Outputs().ShouldBe(method == "Count" ? "[0]" : null);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Abandon(Woven woven, string method)
    {
        if (method == "Count")
        {
            woven.Call<IEnumerable<int>>(method, 5).GetEnumerator().MoveNext();
        }
        else
        {
            woven.Call<IEnumerable<int>>(method, new[] { 1 });
        }
    }

    private static List<string> Seen(Woven woven) => (List<string>)woven.Assembly.GetType("C")!.GetField("Seen")!.GetValue(null)!;
}
