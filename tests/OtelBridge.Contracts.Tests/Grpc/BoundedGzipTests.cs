using System.Buffers;
using System.IO.Compression;
using FsCheck.Fluent;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;

namespace OtelBridge.Contracts.Tests.Grpc;

public sealed class BoundedGzipTests
{
    private const int Limit = 1 << 20;

    [Fact]
    public void Decompress_AnyBytesInAnySegments_RoundTrip() =>
        Prop.ForAll<byte[], byte>((bytes, size) =>
        {
            var compressed = BoundedGzip.Compress(bytes);

            var read = BoundedGzip.Decompress(Segments.Of(compressed, size + 1), Limit);

            read.ToArray().ShouldBe(bytes);
        }).ShouldHold();

    [Fact]
    public void Decompress_AnyBytesThatAreNotGzip_AreRefused() =>
        Prop.ForAll<byte[]>(bytes => Refused(bytes)).ShouldHold();

    [Fact]
    public void Decompress_EmptyMessage_IsEmpty() =>
        BoundedGzip.Decompress(Whole(BoundedGzip.Compress([])), Limit).Length.ShouldBe(0);

    [Fact]
    public void Decompress_EmptyBody_IsRefused() => Refused([]).ShouldBeTrue();

    [Theory]
    [MemberData(nameof(Contents))]
    public void Decompress_CutOffAtAnyByte_IsRefused(byte[] content)
    {
        var compressed = BoundedGzip.Compress(content);

        for (var length = 0; length < compressed.Length; length++)
        {
            Refused(compressed[..length]).ShouldBeTrue($"cut off at {length} of {compressed.Length}");
        }
    }

    [Fact]
    public void Decompress_StoredZerosCutOff_AreRefused()
    {
        // The last four bytes read as a length of zero: nothing that a look at the end could tell from a whole member.
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.NoCompression, leaveOpen: true))
        {
            gzip.Write(new byte[1000]);
        }

        Refused(output.ToArray()[..^200]).ShouldBeTrue();
    }

    [Fact]
    public void Decompress_SeveralMembers_AreOneMessage()
    {
        byte[] members = [.. BoundedGzip.Compress("one "u8), .. BoundedGzip.Compress("two "u8), .. BoundedGzip.Compress("three"u8)];

        var read = BoundedGzip.Decompress(Whole(members), Limit);

        read.ToArray().ShouldBe("one two three"u8.ToArray());
    }

    [Fact]
    public void Decompress_LastOfSeveralMembersCutOff_IsRefused()
    {
        byte[] members = [.. BoundedGzip.Compress("one"u8), .. BoundedGzip.Compress("two"u8)[..^1]];

        Refused(members).ShouldBeTrue();
    }

    [Theory]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0x1f })]
    [InlineData(new byte[] { 0x1f, 0x8b })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21 })]
    public void Decompress_GarbageAfterTheEnd_IsRefused(byte[] garbage)
    {
        byte[] body = [.. BoundedGzip.Compress("message"u8), .. garbage];

        Refused(body).ShouldBeTrue();
    }

    [Fact]
    public void Decompress_AnyDamagedByteOfTheData_IsRefusedOrHarmless()
    {
        var content = "A message that is long enough to be compressed, compressed, compressed."u8.ToArray();
        var compressed = BoundedGzip.Compress(content);

        for (var at = 10; at < compressed.Length; at++)
        {
            var damaged = compressed.ToArray();
            damaged[at] ^= 0x55;

            // Padding bits at the end of the deflate data mean nothing; every other change must be seen.
            var harmless = !Refused(damaged) && BoundedGzip.Decompress(Whole(damaged), Limit).Span.SequenceEqual(content);
            (harmless || Refused(damaged)).ShouldBeTrue($"damaged at {at}");
        }
    }

    [Fact]
    public void Decompress_Bomb_IsStoppedAtTheLimit()
    {
        var bomb = BoundedGzip.Compress(new byte[64 << 20]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Should.Throw<MessageTooLargeException>(() => BoundedGzip.Decompress(Whole(bomb), Limit)).Message.ShouldContain("1048576");

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(16 << 20);
    }

    [Fact]
    public void Decompress_BombOfManyMembers_IsStoppedAtTheLimit()
    {
        var member = BoundedGzip.Compress(new byte[1 << 18]);
        var bomb = Enumerable.Repeat(member, 100).SelectMany(bytes => bytes).ToArray();

        Should.Throw<MessageTooLargeException>(() => BoundedGzip.Decompress(Whole(bomb), Limit));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(5000)]
    public void Decompress_ExactlyTheLimit_IsReadAndOneMoreIsNot(int limit)
    {
        BoundedGzip.Decompress(Whole(BoundedGzip.Compress(new byte[limit])), limit).Length.ShouldBe(limit);

        Should.Throw<MessageTooLargeException>(() => BoundedGzip.Decompress(Whole(BoundedGzip.Compress(new byte[limit + 1])), limit));
    }

    public static TheoryData<byte[]> Contents()
    {
        var random = new byte[300];
        new Random(1).NextBytes(random);
        return [[], [1], new byte[1000], random, "text text text text text"u8.ToArray()];
    }

    private static ReadOnlySequence<byte> Whole(byte[] bytes) => new(bytes);

    private static bool Refused(byte[] body)
    {
        try
        {
            BoundedGzip.Decompress(Whole(body), Limit);
            return false;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }
}
