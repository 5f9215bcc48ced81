using System.Reflection;
using OtelBridge.Store.Access;
using OtelBridge.Store.Access.Guard;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Tests.Access;

/// <summary>What is read of a run before it is known who may change it.</summary>
public sealed class GuardedRunsTests
{
    [Fact]
    public async Task Log_ReadsOfTheRunItsExperimentAlone_AndThatOfOthersIsRefused()
    {
        using var folder = new TemporaryFolder();
        await using var store = await TraceStores.OpenAsync($"sqlite:{folder.File("store.db")}", StoreAccess.ReadWrite, CancellationToken.None);
        var theirs = (await store.Experiments.CreateAsync(new CreateExperimentRequest { Name = "theirs" }, CancellationToken.None))!;
        var run = await store.Runs.CreateAsync(new CreateRunRequest { ExperimentId = "0" }, CancellationToken.None);
        var foreign = await store.Runs.CreateAsync(new CreateRunRequest { ExperimentId = theirs }, CancellationToken.None);
        var asked = new List<string>();
        var current = new CurrentCaller();
        current.Set(new Caller("key:a1", AccessScopes.Write, AccessLevel.None, new Dictionary<string, AccessLevel> { ["0"] = AccessLevel.Edit }) { MayCreate = false });
        await using var guarded = new GuardedTraceStore(Watched.Over(store, asked), current, (_, _, _) => Task.CompletedTask);

        await guarded.Runs.LogAsync(new LogRunBatchRequest { RunId = run.RunId, Params = { ["lr"] = "1" } }, CancellationToken.None);

        asked.ShouldBe([nameof(IRunCatalog.GetExperimentIdAsync), nameof(IRunCatalog.LogAsync)]);
        await Should.ThrowAsync<NotStoredException>(guarded.Runs.LogAsync(new LogRunBatchRequest { RunId = foreign.RunId }, CancellationToken.None));
        await Should.ThrowAsync<NotStoredException>(guarded.Runs.GetExperimentIdAsync(foreign.RunId, CancellationToken.None));
        await Should.ThrowAsync<NotStoredException>(guarded.Runs.GetAsync(foreign.RunId, CancellationToken.None));
    }

    /// <summary>Something of a store that says what it is asked.</summary>
    public class Watched : DispatchProxy
    {
        private object? _inner;
        private List<string>? _asked;

        public static ITraceStore Over(ITraceStore store, List<string> asked) => Make(store, asked);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var answer = targetMethod!.Invoke(_inner, args);
            if (answer is IRunCatalog runs && targetMethod.IsSpecialName)
            {
                return Make(runs, _asked!);
            }

            if (_inner is IRunCatalog)
            {
                _asked!.Add(targetMethod.Name);
            }

            return answer;
        }

        private static T Make<T>(T inner, List<string> asked)
            where T : class
        {
            var watched = Create<T, Watched>();
            ((Watched)(object)watched)._inner = inner;
            ((Watched)(object)watched)._asked = asked;
            return watched;
        }
    }
}
