using OtelBridge.Configuration;
using OtelBridge.Grpc;

namespace OtelBridge.Export.Spool;

/// <summary>Parcels of one destination that wait on disk. Thread-safe; bounded; throws nothing; what a process that is gone left is taken over by another.</summary>
/// <remarks>One file for each parcel, in a folder of this process below that of the destination. Nothing is on disk before the first parcel.</remarks>
internal sealed class ParcelSpool : IDisposable
{
    /// <summary>How long the end waits for a disk that hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly string _root;
    private readonly long _maxBytes;
    private readonly MlflowDestination? _experiment;
    private readonly TimeProvider _time;
    private readonly SpoolNeighbours _neighbours;
    private readonly SpoolReporter _reporter;

    // What lies in the folders that this process holds, oldest first. Each counts as a block of the disk at least, so MaxBytes bounds their number too.
    private readonly SortedSet<SpooledParcel> _parcels = [];

    // By id: the own one, and those taken over until they are empty.
    private readonly Dictionary<string, SpoolFolder> _folders = new(StringComparer.Ordinal);

    // Folders of processes that are gone, with files in them that are not for this program. As many as lie on disk.
    private readonly HashSet<string> _passedOver = new(StringComparer.Ordinal);

    private TaskCompletionSource _added = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SpoolFolder? _own;
    private long _bytes;
    private volatile bool _isRefusing;
    private bool _isClosed;

    /// <param name="settings">Where, and how much.</param>
    /// <param name="destination">Name of the destination.</param>
    /// <param name="experiment">Where parcels belong that do not say: whoever sends them may have another default.</param>
    /// <param name="time">The clock.</param>
    public ParcelSpool(SpoolSettings settings, string destination, MlflowDestination? experiment, TimeProvider time)
    {
        _root = Path.Combine(settings.Path, destination);
        _maxBytes = settings.MaxBytes;
        _experiment = experiment;
        _time = time;
        _neighbours = new SpoolNeighbours(_root, time);
        _reporter = new SpoolReporter(destination, _root, time);
    }

    /// <summary>Gets who counts the spans of each parcel that was put on disk, at that moment: what is on disk must never be counted as lost, however a program ends.</summary>
    public Action<int>? Added { get; init; }

    /// <summary>Gets how many bytes lie on disk for this process.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Gets whether the last parcel found no place: the disk fails, or is full.</summary>
    public bool IsRefusing => _isRefusing;

    /// <summary>Puts a parcel on disk; null when it is there, else why not. The parcel's bytes are free when this returns.</summary>
    public DropReason? TryAdd(Parcel parcel)
    {
        var refused = Guarded(DropReason.SpoolFailed, () => Add(parcel));
        _isRefusing = refused is not null;
        return refused;
    }

    /// <summary>The oldest parcel, or the first one younger than a given one; it stays on disk until it is removed. Null when there is none.</summary>
    public SpooledParcel? Next(SpooledParcel? after = null)
    {
        lock (_gate)
        {
            return after is null ? _parcels.Min
                : _parcels.Max is { } last && after.CompareTo(last) < 0 ? _parcels.GetViewBetween(after, last).First(parcel => after.CompareTo(parcel) < 0)
                : null;
        }
    }

    /// <summary>A task that ends when there is a parcel to be had.</summary>
    public Task WaitAsync()
    {
        lock (_gate)
        {
            return _parcels.Count > 0 ? Task.CompletedTask : _added.Task;
        }
    }

    /// <summary>Reads a parcel. One that can never be read is not in the spool any more.</summary>
    public ParcelReading Read(SpooledParcel spooled, out Parcel? parcel)
    {
        Parcel? read = null;
        var reading = Guarded(ParcelReading.NotNow, () =>
        {
            var result = ParcelFile.Read(spooled, out read);
            switch (result)
            {
                case ParcelReading.Damaged:
                    _reporter.Damaged(spooled);
                    Take(spooled, delete: true);
                    break;
                case ParcelReading.Newer:
                    _reporter.Left(spooled.Folder.Path, 1);
                    Take(spooled, delete: false);
                    break;
                case ParcelReading.NotNow:
                    _reporter.Failed(new IOException($"{spooled.Path} cannot be read."));
                    break;
                default:
                    break;
            }

            return result;
        });
        parcel = read;
        return reading;
    }

    /// <summary>Removes a parcel that was delivered or given up.</summary>
    public void Remove(SpooledParcel parcel) => Guarded(false, () => Take(parcel, delete: true));

    /// <summary>Takes over what processes that are gone left for the same destination; returns how many spans that is, all readable through <see cref="Next"/> then.</summary>
    public long Adopt() => Guarded(0L, () =>
    {
        var spans = 0L;
        foreach (var id in SpoolFolder.Ids(_root).Where(id => !_folders.ContainsKey(id) && !_passedOver.Contains(id)))
        {
            if (SpoolFolder.TryTake(_root, id, out var folder))
            {
                spans += Adopt(folder);
            }
        }

        return spans;
    });

    /// <summary>Takes no more parcels; one that is being written is waited for, not for long.</summary>
    public void Close()
    {
        if (_gate.TryEnter(Patience))
        {
            _isClosed = true;
            _gate.Exit();
        }
    }

    /// <summary>Lets go of the disk. What is on it stays; a process that starts later, or another one that runs, takes it over.</summary>
    public void Dispose()
    {
        // A disk that hangs must not hold the end of the program; the end of the process lets go of the locks too.
        if (!_gate.TryEnter(Patience))
        {
            return;
        }

        try
        {
            _isClosed = true;
            _own = null;
            foreach (var folder in _folders.Values.ToList())
            {
                RemoveIfEmpty(folder);
                folder.Dispose();
            }

            _folders.Clear();
            _parcels.Clear();
        }
        catch (Exception e)
        {
            _reporter.Failed(e);
        }
        finally
        {
            _gate.Exit();
        }
    }

    private DropReason? Add(Parcel parcel)
    {
        if (_isClosed)
        {
            return DropReason.Shutdown;
        }

        var now = Math.Max(0, _time.GetUtcNow().ToUnixTimeMilliseconds());
        var head = ParcelForm.Head(parcel with { Experiment = parcel.Experiment ?? _experiment }, now);
        var size = head.Length + (parcel.Frame.Length - GrpcFrame.HeaderSize);
        var cost = ParcelFile.Cost(size);
        if (_bytes + cost > _maxBytes || _bytes + cost + _neighbours.Bytes(_folders) > _maxBytes)
        {
            return DropReason.SpoolFull;
        }

        var folder = Own();
        var name = new ParcelName(folder.LastSequence + 1, now, parcel.Spans);
        ParcelFile.Write(Path.Combine(folder.Path, name.ToString()), head, ParcelForm.Request(parcel));
        Put(folder, name, cost);
        Added?.Invoke(parcel.Spans);
        return null;
    }

    private SpoolFolder Own()
    {
        if (_own is { } own)
        {
            if (Directory.Exists(own.Path))
            {
                return own;
            }

            // Somebody cleaned up by hand.
            _own = null;
            RemoveIfEmpty(own);
        }

        _own = SpoolFolder.Create(_root);
        _folders.Add(_own.Id, _own);
        return _own;
    }

    private long Adopt(SpoolFolder folder)
    {
        try
        {
            var spans = 0L;
            var parcels = folder.List(out var others);
            foreach (var (name, cost) in parcels.OrderBy(static parcel => parcel.Name))
            {
                Put(folder, name, cost);
                spans += name.Spans;
            }

            if (others > 0)
            {
                _reporter.Left(folder.Path, others);
            }

            _folders.Add(folder.Id, folder);
            RemoveIfEmpty(folder);
            return spans;
        }
        catch (Exception e)
        {
            // Before the first parcel was taken: only looking can fail.
            _reporter.Failed(e);
            folder.Dispose();
            return 0;
        }
    }

    private void Put(SpoolFolder folder, ParcelName name, long cost)
    {
        folder.LastSequence = name.Sequence;
        folder.LastRank = Math.Max(folder.LastRank, name.Milliseconds);
        folder.Parcels++;
        _parcels.Add(new SpooledParcel(folder, name, cost, folder.LastRank));
        Interlocked.Add(ref _bytes, cost);
        if (_parcels.Count == 1)
        {
            _added.TrySetResult();
            _added = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private bool Take(SpooledParcel parcel, bool delete)
    {
        if (!_parcels.Remove(parcel))
        {
            return false;
        }

        Interlocked.Add(ref _bytes, -parcel.Bytes);
        var folder = parcel.Folder;
        if (delete && !ParcelFile.TryDelete(parcel.Path))
        {
            // It would be sent again by whoever takes the folder over.
            _reporter.Failed(new UnauthorizedAccessException($"{parcel.Path} cannot be removed."));
        }

        folder.Parcels--;
        RemoveIfEmpty(folder);
        return true;
    }

    /// <summary>Lets go of a folder that was taken over, once nothing of ours is in it.</summary>
    private void RemoveIfEmpty(SpoolFolder folder)
    {
        if (folder.Parcels == 0 && folder != _own)
        {
            _folders.Remove(folder.Id);
            if (!folder.TryRemove())
            {
                _passedOver.Add(folder.Id);
            }
        }
    }

    /// <summary>Nothing that a disk does may reach whoever delivers spans.</summary>
    private T Guarded<T>(T otherwise, Func<T> work)
    {
        lock (_gate)
        {
            try
            {
                return work();
            }
            catch (Exception e)
            {
                _reporter.Failed(e);
                return otherwise;
            }
        }
    }
}
