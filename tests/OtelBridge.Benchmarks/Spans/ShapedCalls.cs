using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using OtelBridge.Attributes;

namespace OtelBridge.Benchmarks.Spans;

/// <summary>The operation of every shape: alone, with <see cref="TraceAttribute"/>, in a bare Activity, and traced by hand with the tags that ours sets.</summary>
internal static class ShapedCalls
{
    public const string Name = "retrieve";

    public static readonly ActivitySource Source = new("OtelBridge.Benchmarks");

    private static readonly string[] Chunks = ["As the OTLP ", "it came in, ", "beside its ", "search columns."];

    public static Answer Result { get; } = new(string.Concat(Chunks), 0.92);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Answer Alone(string text, int count) => Result;

    [Trace(Name, SpanType = SpanType.Retriever)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Answer Decorated(string text, int count) => Result;

    public static Answer Bare(string text, int count)
    {
        using var activity = Source.StartActivity(Name);
        return Alone(text, count);
    }

    public static Answer HandWritten(string text, int count)
    {
        using var activity = Start(text, count);
        var result = Alone(text, count);
        End(activity, result);
        return result;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async Task<Answer> AloneAsync(string text, int count)
    {
        await Task.CompletedTask;
        return Result;
    }

    [Trace(Name, SpanType = SpanType.Retriever)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async Task<Answer> DecoratedAsync(string text, int count)
    {
        await Task.CompletedTask;
        return Result;
    }

    public static async Task<Answer> BareAsync(string text, int count)
    {
        using var activity = Source.StartActivity(Name);
        return await AloneAsync(text, count);
    }

    public static async Task<Answer> HandWrittenAsync(string text, int count)
    {
        using var activity = Start(text, count);
        var result = await AloneAsync(text, count);
        End(activity, result);
        return result;
    }

    public static async IAsyncEnumerable<string> AloneStream(string text, int count)
    {
        foreach (var chunk in Chunks)
        {
            await Task.CompletedTask;
            yield return chunk;
        }
    }

    [Trace(Name, SpanType = SpanType.Retriever)]
    public static async IAsyncEnumerable<string> DecoratedStream(string text, int count)
    {
        foreach (var chunk in Chunks)
        {
            await Task.CompletedTask;
            yield return chunk;
        }
    }

    public static async IAsyncEnumerable<string> BareStream(string text, int count)
    {
        using var activity = Source.StartActivity(Name);
        await foreach (var chunk in AloneStream(text, count))
        {
            yield return chunk;
        }
    }

    public static async IAsyncEnumerable<string> HandWrittenStream(string text, int count)
    {
        using var activity = Start(text, count);
        var chunks = activity is null ? null : new List<string>();
        var index = 0;
        await foreach (var chunk in AloneStream(text, count))
        {
            activity?.AddEvent(new ActivityEvent(
                $"{MlflowKeys.ChunkEventPrefix}{index++}", tags: new ActivityTagsCollection { { MlflowKeys.ChunkValue, JsonSerializer.Serialize(chunk) } }));
            chunks?.Add(chunk);
            yield return chunk;
        }

        End(activity, chunks);
    }

    /// <summary>Two spans that are never current, as the client makes them.</summary>
    public static Answer HandWrittenPair(string text, int count)
    {
        var before = Activity.Current;
        Activity.Current = null;
        using var root = Start(text, count);
        using var child = Start(text, count);
        Activity.Current = before;
        var result = Alone(text, count);
        End(child, result);
        child?.Stop();
        End(root, result);
        return result;
    }

    public static Answer BarePair(string text, int count)
    {
        using var root = Source.StartActivity(Name);
        using var child = Source.StartActivity(Name);
        return Alone(text, count);
    }

    private static Activity? Start(string text, int count)
    {
        var activity = Source.StartActivity(Name);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag(MlflowKeys.TraceRequestId, "tr-" + activity.TraceId.ToHexString());
            activity.SetTag(MlflowKeys.SpanType, SpanType.Retriever);
            activity.SetTag(MlflowKeys.SpanFunctionName, nameof(Alone));
            activity.SetTag(MlflowKeys.SpanInputs, JsonSerializer.Serialize(new Question(text, count)));
        }

        return activity;
    }

    private static void End<TResult>(Activity? activity, TResult result)
    {
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag(MlflowKeys.SpanOutputs, JsonSerializer.Serialize(result));
            activity.SetStatus(ActivityStatusCode.Ok);
        }
    }
}
