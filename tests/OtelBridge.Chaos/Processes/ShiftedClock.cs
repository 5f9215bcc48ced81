using System.Globalization;
using OtelBridge.TestSupport;

namespace OtelBridge.Chaos.Processes;

/// <summary>A wall clock for one process that can be put forward and back while it runs: a library of twenty lines before the system's own.</summary>
internal sealed class ShiftedClock
{
    private const string Source = """
        #define _GNU_SOURCE
        #include <fcntl.h>
        #include <stdlib.h>
        #include <sys/mman.h>
        #include <sys/syscall.h>
        #include <sys/time.h>
        #include <time.h>
        #include <unistd.h>

        static long shift(void) {
            static volatile long *seconds;
            if (!seconds) {
                int file = open(getenv("CHAOS_CLOCK"), O_RDONLY);
                seconds = mmap(0, sizeof(long), PROT_READ, MAP_SHARED, file, 0);
                close(file);
            }
            return *seconds;
        }

        int clock_gettime(clockid_t id, struct timespec *time) {
            int result = syscall(SYS_clock_gettime, id, time);
            if (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE) time->tv_sec += shift();
            return result;
        }

        int gettimeofday(struct timeval *time, void *zone) {
            int result = syscall(SYS_gettimeofday, time, zone);
            time->tv_sec += shift();
            return result;
        }

        time_t time(time_t *to) {
            struct timespec now;
            clock_gettime(CLOCK_REALTIME, &now);
            if (to) *to = now.tv_sec;
            return now.tv_sec;
        }
        """;

    private readonly string _file;

    private ShiftedClock(string file, string library)
    {
        _file = file;
        Environment = new Dictionary<string, string?> { ["LD_PRELOAD"] = library, ["CHAOS_CLOCK"] = file };
    }

    /// <summary>The variables of a process that has this clock.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; }

    /// <summary>What this machine lacks for one; null when nothing.</summary>
    public static string? Lacking() => OperatingSystem.IsLinux() ? Machine.LacksProgram("gcc") : "it needs Linux";

    public static async Task<ShiftedClock> MakeAsync(TemporaryFolder folder)
    {
        var (source, library) = (folder.File("clock.c"), folder.File("clock.so"));
        await File.WriteAllTextAsync(source, Source);
        await Machine.RunAsync("gcc", "-shared", "-fPIC", "-O1", "-o", library, source);
        var clock = new ShiftedClock(folder.File("clock"), library);
        clock.Set(TimeSpan.Zero);
        return clock;
    }

    /// <summary>Puts it so far before, or by a negative time behind, the machine's.</summary>
    public void Set(TimeSpan shift)
    {
        // In place: the process has the file before its eyes.
        using var file = new FileStream(_file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        file.Write(BitConverter.GetBytes(long.Parse(shift.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)));
    }
}
