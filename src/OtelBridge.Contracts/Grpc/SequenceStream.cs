using System.Buffers;

namespace OtelBridge.Grpc;

/// <summary>Reads a sequence of buffers, and a tail after it, as a stream, without copying them together first.</summary>
internal sealed class SequenceStream(ReadOnlySequence<byte> sequence, ReadOnlyMemory<byte> tail) : Stream
{
    private ReadOnlySequence<byte> _rest = sequence;
    private ReadOnlyMemory<byte> _tail = tail;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_rest.IsEmpty)
        {
            _rest = new ReadOnlySequence<byte>(_tail);
            _tail = default;
        }

        var taken = (int)Math.Min(buffer.Length, _rest.Length);
        _rest.Slice(0, taken).CopyTo(buffer);
        _rest = _rest.Slice(taken);
        return taken;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
