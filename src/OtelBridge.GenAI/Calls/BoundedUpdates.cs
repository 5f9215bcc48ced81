using OtelBridge.Tracing.Json;

namespace OtelBridge.GenAI.Calls;

/// <summary>The pieces of a streamed answer, as far as they are recorded.</summary>
internal sealed class BoundedUpdates<TUpdate>
{
    private const int MaxUpdates = 10_000;

    private readonly List<TUpdate> _kept = [];
    private long _room = ContentSettings.Current.MaxBytes;

    /// <summary>At most ten thousand, of the size of what a span records, and one more.</summary>
    public IReadOnlyList<TUpdate> Kept => _kept;

    public void Add(TUpdate update, long size)
    {
        if (_kept.Count < MaxUpdates && _room > 0)
        {
            _room -= size;
            _kept.Add(update);
        }
    }
}
