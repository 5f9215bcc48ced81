using System.Globalization;
using OtelBridge.TestSupport;

namespace OtelBridge.Chaos.Processes;

/// <summary>A small disk of its own, in a file: it can be filled, frozen and broken without harm to any other.</summary>
internal sealed class LoopDisk : IAsyncDisposable
{
    private const int Megabyte = 1 << 20;
    private readonly TemporaryFolder _folder = new();

    private LoopDisk()
    {
    }

    public string Path => _folder.File("disk");

    private string Image => _folder.File("image");

    private string Ballast => File("ballast");

    /// <summary>What this machine lacks for one; null when nothing.</summary>
    public static string? Lacking() => Machine.Lacks("mkfs.ext4", "mount", "umount", "findmnt", "fsfreeze", "e2fsck") ?? (System.IO.File.Exists("/dev/loop-control") ? null : "there are no loop devices");

    public static async Task<LoopDisk> MakeAsync(int megabytes)
    {
        var disk = new LoopDisk();
        try
        {
            await Machine.RunAsync("truncate", "-s", $"{megabytes}M", disk.Image);
            await Machine.RunAsync("mkfs.ext4", "-q", "-m", "0", disk.Image); // nothing is put aside for root, who would find room where others do not
            Directory.CreateDirectory(disk.Path);
            await disk.MountAsync();
            return disk;
        }
        catch
        {
            disk._folder.Dispose();
            throw;
        }
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Takes all room but so much.</summary>
    public async Task FillAsync(int megabytesLeft)
    {
        var room = (new DriveInfo(Path).AvailableFreeSpace / Megabyte) - megabytesLeft;
        await Machine.RunAsync("fallocate", "-l", string.Create(CultureInfo.InvariantCulture, $"{room}M"), Ballast);
    }

    public void MakeRoom() => System.IO.File.Delete(Ballast);

    /// <summary>Whatever is written waits.</summary>
    public Task FreezeAsync() => Machine.RunAsync("fsfreeze", "-f", Path);

    public Task ThawAsync() => Machine.RunAsync("fsfreeze", "-u", Path);

    /// <summary>A fault of the file system, upon which it becomes read-only, also for those who have files open.</summary>
    public Task FailAsync() => Machine.RunAsync("sh", "-c", $"echo 1 > /sys/fs/ext4/$(basename $(findmnt -no SOURCE '{Path}'))/trigger_fs_error");

    /// <summary>Repairs it; nobody may have a file of it open.</summary>
    public async Task RepairAsync()
    {
        await Machine.RunAsync("umount", Path);
        await Machine.RunAsync("sh", "-c", $"e2fsck -fy '{Image}' || [ $? -eq 1 ]"); // 1: it has put something right
        await MountAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Machine.RunAsync("umount", Path);
        _folder.Dispose();
    }

    private Task MountAsync() => Machine.RunAsync("mount", "-o", "loop,errors=remount-ro", Image, Path);
}
