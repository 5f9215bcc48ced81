using System.Buffers;

namespace OtelBridge.Tracing.Json;

/// <summary>A buffer that refuses to grow past its bound, or after its time.</summary>
internal sealed class CappedBuffer(int maxBytes, TimeProvider clock, long deadline) : IBufferWriter<byte>
{
    private const int FirstSize = 256;

    private byte[] _bytes = [];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Advance(int count)
    {
        _length += count;
        if (_length > maxBytes)
        {
            throw new FullException();
        }
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(Math.Max(sizeHint, FirstSize));
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    private void Grow(int free)
    {
        if (_bytes.Length - _length >= free)
        {
            return;
        }

        // A writer asks for up to six bytes a character before it knows the need, so some room past the bound is lent.
        var needed = (long)_length + free;
        if (needed > ((long)maxBytes * 6) + 4096 || clock.GetTimestamp() > deadline)
        {
            throw new FullException();
        }

        Array.Resize(ref _bytes, (int)Math.Max(needed, Math.Min(_bytes.Length * 2L, maxBytes)));
    }

    /// <summary>The bound was reached. Never leaves this folder.</summary>
    internal sealed class FullException : Exception;
}
