using System.Collections;
using System.Diagnostics;
using System.Reflection;
using OtelBridge.Entities;
using Trace = OtelBridge.Entities.Trace;

namespace OtelBridge.Tests;

/// <summary>Every public member of the facade, the client's spans and a span, with nothing and with too much: what traces never throws, and leaves the current span.</summary>
public sealed class HostileArgumentTests : IDisposable
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    // They end what a test runs in, or wait for somebody.
    private static readonly string[] LeftOut = [nameof(Mlflow.FlushAsync), nameof(MlflowSpan.Dispose)];

    private static readonly Dictionary<Type, object?> Absurd = new()
    {
        [typeof(string)] = new string('\uD800', 100_000),
        [typeof(object)] = new Throwing(),
        [typeof(int)] = int.MinValue,
        [typeof(int?)] = int.MinValue,
        [typeof(long)] = long.MinValue,
        [typeof(long?)] = long.MaxValue,
        [typeof(double)] = double.NaN,
        [typeof(bool)] = true,
        [typeof(DateTimeOffset?)] = DateTimeOffset.MaxValue,
        [typeof(TimeSpan?)] = TimeSpan.MaxValue,
        [typeof(TraceState?)] = (TraceState)99,
        [typeof(SpanStatus)] = (SpanStatus)(-5),
        [typeof(SpanStatus?)] = (SpanStatus)99,
        [typeof(RunStatus)] = (RunStatus)99,
        [typeof(Exception)] = new AggregateException(),
        [typeof(CancellationToken)] = new CancellationToken(canceled: true),
        [typeof(IEnumerable<KeyValuePair<string, object?>>)] = new ThrowingPairs<object?>(),
        [typeof(IEnumerable<KeyValuePair<string, string>>)] = new ThrowingPairs<string>(),
    };

    public void Dispose()
    {
        Mlflow.Reset();
        Activity.Current = null;
    }

    public static TheoryData<bool, bool> Ways => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Facade_AnyMember_ThrowsNothingButWhatItNames(bool listening, bool absurd)
    {
        using var tracing = listening ? Tracing() : null;
        foreach (var method in Members(typeof(Mlflow)))
        {
            await Call(null, method, absurd);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Client_SpanMembers_ThrowNothingButWhatTheyName(bool listening, bool absurd)
    {
        using var tracing = listening ? Tracing() : null;
        using var client = new MlflowClient("grpc://127.0.0.1:1");
        foreach (var name in new[] { nameof(MlflowClient.StartTrace), nameof(MlflowClient.StartSpan), nameof(MlflowClient.EndSpan), nameof(MlflowClient.EndTrace) })
        {
            await Call(client, typeof(MlflowClient).GetMethod(name)!, absurd);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Span_AnyMember_ThrowsNothing(bool listening, bool absurd)
    {
        using var tracing = listening ? Tracing() : null;
        var ended = Mlflow.StartSpan("ended");
        ended.End();
        using var open = Mlflow.StartSpan("open");
        foreach (var span in new[] { Mlflow.StartSpanNoContext("detached"), Mlflow.CurrentSpan, ended })
        {
            foreach (var method in Members(typeof(MlflowSpan)))
            {
                await Call(span, method, absurd);
            }
        }
    }

    private static MlflowTracing Tracing() => Traced.To(("Mlflow:Export", "None"), ("Mlflow:TrackingUri", "grpc://127.0.0.1:1"));

    private static IEnumerable<MethodInfo> Members(Type type) => type.GetMethods(Declared).Where(static m => !LeftOut.Contains(m.Name));

    private static async Task Call(object? target, MethodInfo method, bool absurd)
    {
        if (method.IsGenericMethodDefinition)
        {
            var isDelegate = method.GetGenericArguments()[0].GetGenericParameterConstraints().Contains(typeof(Delegate));
            method = method.MakeGenericMethod(isDelegate ? typeof(Func<int>) : typeof(int));
        }

        object?[] arguments = [.. method.GetParameters().Select(p => absurd && Absurd.TryGetValue(p.ParameterType, out var value) ? value : Nothing(p.ParameterType))];
        var before = Activity.Current;
        try
        {
            switch (method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null))
            {
                case Task task: await task.WaitAsync(Traced.Patience); break;
                case IAsyncEnumerable<Trace> traces: await traces.GetAsyncEnumerator().MoveNextAsync().AsTask().WaitAsync(Traced.Patience); break;
                case MlflowSpan span: (ReferenceEquals(span, target) ? null : span)?.End(); break;
                case IDisposable use and not Activity: use.Dispose(); break;
                default: break;
            }
        }
        catch (ArgumentException) when (Checks(method))
        {
            // A missing delegate, carrier of a run's id, or experiment.
        }
        catch (MlflowException)
        {
            (typeof(Task).IsAssignableFrom(method.ReturnType) || method.ReturnType.Name.StartsWith("IAsync", StringComparison.Ordinal)
                || method.Name is nameof(Mlflow.AddTrace) or nameof(MlflowClient.StartSpan) or nameof(Mlflow.StartRun)).ShouldBeTrue(method.ToString());
        }
        catch (OperationCanceledException)
        {
            absurd.ShouldBeTrue();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{method} throws {e.GetType()}", e);
        }

        Activity.Current.ShouldBeSameAs(before, method.ToString());
    }

    private static object? Nothing(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;

    // Where a caller gives code, or names where all that follows goes, a mistake is told at once.
    private static bool Checks(MethodInfo method) =>
        Array.Exists(method.GetParameters(), static p => typeof(Delegate).IsAssignableFrom(p.ParameterType) || p.ParameterType.IsArray)
        || method.Name is nameof(Mlflow.SetDestination) or nameof(Mlflow.SetExperiment) or nameof(Mlflow.StartRun) or nameof(Mlflow.AddTrace);

    private sealed class Throwing
    {
        public int Value => throw new InvalidOperationException();

        public override string ToString() => throw new InvalidOperationException();
    }

    private sealed class ThrowingPairs<T> : IEnumerable<KeyValuePair<string, T>>
    {
        public IEnumerator<KeyValuePair<string, T>> GetEnumerator()
        {
            yield return new(null!, default!);
            yield return new(string.Empty, default!);
            yield return new("null", default!);
            throw new InvalidOperationException();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
