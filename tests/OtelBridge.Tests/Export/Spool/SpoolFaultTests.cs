using OtelBridge.Export;
using OtelBridge.Export.Spool;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Export.Spool;

/// <summary>Disks that fail, and files that are not what they should be.</summary>
public sealed class SpoolFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FolderThatIsAFile_IsSaidOnce_AndUsedWhenItIsMended()
    {
        using var events = new Events();
        var path = _folder.File("spool");
        File.WriteAllText(path, "in the way");
        using var spool = SpoolSamples.Open(path);

        Enumerable.Range(0, 3).Select(i => spool.TryAdd(SpoolSamples.Parcel($"{i}"))).ShouldAllBe(static r => r == DropReason.SpoolFailed);
        (spool.Adopt(), spool.Next(), spool.Bytes).ShouldBe((0, null, 0));
        File.Delete(path);
        spool.TryAdd(SpoolSamples.Parcel("mended")).ShouldBeNull();

        SpoolSamples.Drain(spool).ShouldBe(["mended"]);
        var text = events.Texts("SpoolUnusable").ShouldHaveSingleItem();
        text.ShouldStartWith($"{SpoolSamples.Destination}|{Path.Combine(path, SpoolSamples.Destination)}|");
        text.ShouldEndWith("Name a folder by Delivery:SpoolPath that this process can write to.");
    }

    [Theory]
    [InlineData("/proc/otelbridge/spool")]
    [InlineData("/dev/null/spool")]
    [InlineData("bad\0path")]
    public void FolderThatCannotBe_CostsTheParcelAndNothingElse(string path)
    {
        using var events = new Events();
        using var spool = SpoolSamples.Open(path);

        spool.TryAdd(SpoolSamples.Parcel("a")).ShouldBe(DropReason.SpoolFailed);
        (spool.Adopt(), spool.Next(), spool.Bytes).ShouldBe((0, null, 0));

        events.Texts("SpoolUnusable").Count().ShouldBe(1);
    }

    [Fact]
    public void FolderRemovedByHand_CostsWhatWasInIt()
    {
        using var spool = SpoolSamples.Open(_folder.Path);
        spool.TryAdd(SpoolSamples.Parcel("lost")).ShouldBeNull();
        Directory.Delete(_folder.File(SpoolSamples.Destination), recursive: true);

        spool.TryAdd(SpoolSamples.Parcel("kept")).ShouldBeNull();

        // Both may be of one millisecond, and lie in two folders: they have no order then.
        var first = spool.Next().ShouldNotBeNull();
        var second = spool.Next(first).ShouldNotBeNull();
        new[] { spool.Read(first, out _), spool.Read(second, out _) }.ShouldBe([ParcelReading.Damaged, ParcelReading.Read], ignoreOrder: true);
        SpoolSamples.Drain(spool).ShouldBe(["kept"]);
        spool.Bytes.ShouldBe(0);
    }

    [Fact]
    public void FilesOfOthers_AreSaidAndLeft()
    {
        using var events = new Events();
        Leave("mine", "yours");
        var theirs = Path.GetDirectoryName(SpoolSamples.Files(_folder.Path)[0])!;
        string[] foreign = ["notes.txt", "0000000001-000000000000001-5.parcel2", "1-1-5.parcel1", "-1-1-5.parcel1", "0000000001-999999999999999-5.parcel1"];
        foreach (var name in foreign)
        {
            File.WriteAllText(Path.Combine(theirs, name), "?");
        }

        File.WriteAllText(Path.Combine(theirs, "0000000009-000000000000001-5.parcel1.tmp"), "never finished");
        Directory.CreateDirectory(_folder.File(Path.Combine(SpoolSamples.Destination, "not an id")));
        using var spool = SpoolSamples.Open(_folder.Path);

        spool.Adopt().ShouldBe(2);
        SpoolSamples.Drain(spool).ShouldBe(["mine", "yours"]);
        spool.Adopt().ShouldBe(0);

        Directory.EnumerateFileSystemEntries(theirs).Select(Path.GetFileName).ShouldBe(foreign, ignoreOrder: true);
        events.Texts("SpoolFilesLeft").ShouldHaveSingleItem().ShouldStartWith($"{SpoolSamples.Destination}|{theirs}|{foreign.Length}|");
    }

    [Fact]
    public void NewerFormInsideAKnownName_IsLeft()
    {
        using var events = new Events();
        Leave("newer");
        var file = SpoolSamples.Files(_folder.Path).Single();
        var bytes = File.ReadAllBytes(file);
        bytes[8] = 2;
        BitConverter.TryWriteBytes(bytes.AsSpan(12), Checksum.Of(bytes.AsSpan(0, 12), bytes.AsSpan(16))).ShouldBeTrue();
        File.WriteAllBytes(file, bytes);
        using var spool = SpoolSamples.Open(_folder.Path);

        spool.Adopt().ShouldBe(1);
        spool.Read(spool.Next()!, out _).ShouldBe(ParcelReading.Newer);

        (spool.Next(), spool.Bytes).ShouldBe((null, 0));
        File.ReadAllBytes(file).ShouldBe(bytes);
        events.Texts("SpoolFilesLeft").ShouldHaveSingleItem();
    }

    [Fact]
    public void FileThatCannotBeReadNow_StaysAndIsReadLater()
    {
        using var events = new Events();
        using var spool = SpoolSamples.Open(_folder.Path);
        spool.TryAdd(SpoolSamples.Parcel("a")).ShouldBeNull();
        using (new FileStream(SpoolSamples.Files(_folder.Path).Single(), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            spool.Read(spool.Next()!, out _).ShouldBe(ParcelReading.NotNow);
        }

        SpoolSamples.Drain(spool).ShouldBe(["a"]);
        events.Texts("SpoolUnusable").ShouldHaveSingleItem();
    }

    [Fact]
    public void LocksWithoutFolders_AreRemoved()
    {
        var root = Directory.CreateDirectory(_folder.File(SpoolSamples.Destination)).FullName;
        File.WriteAllText(Path.Combine(root, $"{Guid.NewGuid():N}.lock"), string.Empty);
        Directory.CreateDirectory(Path.Combine(root, $"{Guid.NewGuid():N}"));
        using var spool = SpoolSamples.Open(_folder.Path);

        spool.Adopt().ShouldBe(0);

        Directory.EnumerateFileSystemEntries(root).ShouldBeEmpty();
    }

    private void Leave(params string[] names)
    {
        using var spool = SpoolSamples.Open(_folder.Path);
        foreach (var name in names)
        {
            spool.TryAdd(SpoolSamples.Parcel(name)).ShouldBeNull();
        }
    }
}
