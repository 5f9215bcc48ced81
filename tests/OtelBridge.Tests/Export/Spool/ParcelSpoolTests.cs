using OtelBridge.Entities;
using OtelBridge.Export;
using OtelBridge.Export.Spool;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Export.Spool;

public sealed class ParcelSpoolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Parcel_ReadBack_IsWhatWasWritten()
    {
        var record = new TraceInfo
        {
            TraceId = "tr-0123456789abcdef0123456789abcdef",
            ExperimentId = string.Empty,
            State = TraceState.Error,
            RequestTimeNs = 1_700_000_000_123_456_000,
            ExecutionDuration = TimeSpan.FromTicks(12_345_670),
            RequestPreview = "préview \"1\"",
            ResponsePreview = "2",
            ClientRequestId = "req-1",
            Tags = new Dictionary<string, string> { ["mlflow.traceName"] = "agent" },
            TraceMetadata = new Dictionary<string, string> { ["mlflow.trace.session"] = "s-1" },
        };
        using var spool = SpoolSamples.Open(_folder.Path, _clock);
        foreach (var experiment in new[] { null, MlflowDestination.Experiment("7"), MlflowDestination.ExperimentNamed("support \u2713") })
        {
            var written = SpoolSamples.Parcel("a", 3, 100, experiment, experiment is null ? [] : [record, record with { TraceId = "tr-2" }]);
            spool.TryAdd(written).ShouldBeNull();

            var spooled = spool.Next()!;
            spool.Read(spooled, out var read).ShouldBe(ParcelReading.Read);

            (spooled.Spans, spooled.Written).ShouldBe((3, _clock.GetUtcNow()));
            read!.Frame[GrpcFrame.HeaderSize..].ToArray().ShouldBe(written.Frame[GrpcFrame.HeaderSize..].ToArray());
            (read.Spans, read.Experiment).ShouldBe((3, experiment));
            read.Records.Select(static r => r.ToJson()).ShouldBe(written.Records.Select(static r => r.ToJson()));
            read.Records.ShouldAllBe(r => r.ExperimentId == string.Empty && r.ExecutionDuration == record.ExecutionDuration && r.RequestTimeNs == record.RequestTimeNs);
            spool.Remove(spooled);
        }

        (spool.Bytes, spool.Next()).ShouldBe((0, null));
    }

    [Fact]
    public void Parcels_ComeBackOldestFirst()
    {
        using var spool = SpoolSamples.Open(_folder.Path, _clock);
        var names = Enumerable.Range(0, 12).Select(static i => $"{i}").ToList();
        foreach (var name in names)
        {
            spool.TryAdd(SpoolSamples.Parcel(name)).ShouldBeNull();
        }

        var first = spool.Next()!;
        var second = spool.Next(first)!;
        spool.Next(first).ShouldBeSameAs(second);
        spool.Remove(first);
        spool.Next(first).ShouldBeSameAs(second);
        spool.Next().ShouldBeSameAs(second);

        SpoolSamples.Drain(spool).ShouldBe(names.Skip(1));
        spool.Next(second).ShouldBeNull();
    }

    [Fact]
    public void ClockSetBack_OrderIsThatOfWriting()
    {
        var writer = SpoolSamples.Open(_folder.Path, _clock);
        var names = Enumerable.Range(0, 6).Select(static i => $"{i}").ToList();
        foreach (var name in names)
        {
            writer.TryAdd(SpoolSamples.Parcel(name)).ShouldBeNull();
            _clock.Advance(TimeSpan.FromHours(-1));
        }

        var inOrder = Enumerable.Range(0, names.Count).Aggregate(new List<SpooledParcel>(), (list, _) => [.. list, writer.Next(list.LastOrDefault())!]);
        writer.Dispose();
        using var reader = SpoolSamples.Open(_folder.Path, _clock);
        reader.Adopt().ShouldBe(6);

        inOrder.Select(static p => p.Name.Sequence).ShouldBe([1, 2, 3, 4, 5, 6]);
        inOrder[^1].Written.ShouldBeLessThan(inOrder[0].Written);
        SpoolSamples.Drain(reader).ShouldBe(names);
    }

    [Fact]
    public void Bound_Reached_RefusesUntilThereIsRoom()
    {
        using var spool = SpoolSamples.Open(_folder.Path, _clock, maxBytes: 20_000);

        spool.TryAdd(SpoolSamples.Parcel("large", padding: 30_000)).ShouldBe(DropReason.SpoolFull);
        Enumerable.Range(0, 6).Select(i => spool.TryAdd(SpoolSamples.Parcel($"{i}"))).ShouldBe(
            [null, null, null, null, DropReason.SpoolFull, DropReason.SpoolFull], "each counts as a block");
        spool.Bytes.ShouldBe(4 * 4096);
        spool.Remove(spool.Next()!);
        spool.TryAdd(SpoolSamples.Parcel("again")).ShouldBeNull();
        spool.TryAdd(SpoolSamples.Parcel("no")).ShouldBe(DropReason.SpoolFull);

        SpoolSamples.Drain(spool).ShouldBe(["1", "2", "3", "again"]);
    }

    [Fact]
    public void Bound_IsForAllProcessesTogether()
    {
        using var other = SpoolSamples.Open(_folder.Path, _clock, maxBytes: 20_000);
        using var spool = SpoolSamples.Open(_folder.Path, _clock, maxBytes: 20_000);
        other.TryAdd(SpoolSamples.Parcel("a")).ShouldBeNull();
        other.TryAdd(SpoolSamples.Parcel("b")).ShouldBeNull();

        Enumerable.Range(0, 3).Select(i => spool.TryAdd(SpoolSamples.Parcel($"{i}"))).ShouldBe([null, null, DropReason.SpoolFull]);
        other.Remove(other.Next()!);
        spool.TryAdd(SpoolSamples.Parcel("too early")).ShouldBe(DropReason.SpoolFull);
        _clock.Advance(TimeSpan.FromSeconds(3));
        spool.TryAdd(SpoolSamples.Parcel("later")).ShouldBeNull();
    }

    [Fact]
    public void Dispose_WithNothingLeft_LeavesNothing()
    {
        var spool = SpoolSamples.Open(_folder.Path);
        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBeEmpty("nothing was spooled yet");
        spool.TryAdd(SpoolSamples.Parcel("a")).ShouldBeNull();
        SpoolSamples.Drain(spool);

        spool.Dispose();
        spool.Dispose();

        Directory.EnumerateFileSystemEntries(_folder.File(SpoolSamples.Destination)).ShouldBeEmpty();
        spool.TryAdd(SpoolSamples.Parcel("late")).ShouldBe(DropReason.Shutdown);
        (spool.Next(), spool.Adopt()).ShouldBe((null, 0));
    }

    [Fact]
    public void Dispose_WithParcelsLeft_TheNextOneHasThemInOrder()
    {
        var names = new List<string>();
        foreach (var process in new[] { "a", "b", "c" })
        {
            // Each takes over what those before it left, and adds to it.
            using var spool = SpoolSamples.Open(_folder.Path, _clock);
            spool.Adopt().ShouldBe(names.Count * 2);
            for (var i = 0; i < 2; i++)
            {
                spool.TryAdd(SpoolSamples.Parcel($"{process}{i}", spans: 2)).ShouldBeNull();
                names.Add($"{process}{i}");
                _clock.Advance(TimeSpan.FromSeconds(1));
            }
        }

        using var last = SpoolSamples.Open(_folder.Path, _clock);
        last.Adopt().ShouldBe(12);
        last.Adopt().ShouldBe(0);
        last.Bytes.ShouldBe(6 * 4096);
        SpoolSamples.Drain(last).ShouldBe(names);
        Directory.EnumerateFileSystemEntries(_folder.File(SpoolSamples.Destination)).ShouldBeEmpty("what was taken over is gone with its last parcel");
    }

    [Fact]
    public void Adopt_OfOneThatLives_TakesNothing()
    {
        using var first = SpoolSamples.Open(_folder.Path);
        using var second = SpoolSamples.Open(_folder.Path);
        first.TryAdd(SpoolSamples.Parcel("first")).ShouldBeNull();
        second.TryAdd(SpoolSamples.Parcel("second")).ShouldBeNull();

        (first.Adopt(), second.Adopt()).ShouldBe((0, 0));
        first.Dispose();

        second.Adopt().ShouldBe(1);
        SpoolSamples.Drain(second).ShouldBe(["first", "second"], ignoreOrder: true); // both may be of one millisecond
    }

    [Fact]
    public void Files_AreForTheirUserAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var path = _folder.File("spool");
        using var spool = SpoolSamples.Open(path);
        spool.TryAdd(SpoolSamples.Parcel("a")).ShouldBeNull();

        var root = Path.Combine(path, SpoolSamples.Destination);
        var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).ToList();
        files.Count.ShouldBe(2);
        files.Select(Mode).Distinct().ShouldBe([UnixFileMode.UserRead | UnixFileMode.UserWrite]);
        new[] { path, root, Directory.EnumerateDirectories(root).Single() }.Select(Mode).Distinct().ShouldBe(
            [UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute]);
    }

    [Fact]
    public async Task Wait_EndsWithTheFirstParcel()
    {
        using var spool = SpoolSamples.Open(_folder.Path);
        var waiting = spool.WaitAsync();
        waiting.IsCompleted.ShouldBeFalse();

        spool.TryAdd(SpoolSamples.Parcel("a")).ShouldBeNull();

        await waiting.WaitAsync(Traced.Patience);
        spool.WaitAsync().IsCompleted.ShouldBeTrue();
        SpoolSamples.Drain(spool);
        spool.WaitAsync().IsCompleted.ShouldBeFalse();
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);
}
