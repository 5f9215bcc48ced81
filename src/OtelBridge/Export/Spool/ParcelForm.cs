using System.Buffers.Binary;
using OtelBridge.Grpc;

namespace OtelBridge.Export.Spool;

/// <summary>The bytes of a parcel on disk.</summary>
/// <remarks>
/// <para>Little endian, without gaps:</para>
/// <code>
///  0   8  "OTBPARCL"
///  8   4  version of the form: 1
/// 12   4  CRC-32C of all other bytes of the file
/// 16   8  when it was written, milliseconds since 1970
/// 24   4  number of spans
/// 28   4  s, length of the slip
/// 32   4  r, length of the request
/// 36   s  the slip: which experiment, and records of traces (see ParcelSlip); nothing when there is nothing to say
/// 36+s r  ExportTraceServiceRequest, as the receiver gets it
/// </code>
/// <para>The first sixteen bytes mean the same in every version. Bytes that were lost or changed on the way to the disk or on it show by length and checksum.</para>
/// </remarks>
internal static class ParcelForm
{
    public const int Version = 1;

    /// <summary>No request and no slip comes near it; what is longer was not written by this program.</summary>
    public const int MaxBytes = 256 * 1024 * 1024;

    private const int VersionAt = 8;
    private const int ChecksumAt = 12;
    private const int ChecksumEnd = 16;
    private const int WrittenAt = 16;
    private const int SpansAt = 24;
    private const int SlipLengthAt = 28;
    private const int RequestLengthAt = 32;
    private const int HeadSize = 36;

    private static ReadOnlySpan<byte> Magic => "OTBPARCL"u8;

    /// <summary>Everything of a parcel's file that comes before the request.</summary>
    public static byte[] Head(Parcel parcel, long writtenMilliseconds)
    {
        var slip = ParcelSlip.Write(parcel);
        var request = Request(parcel);
        var head = new byte[HeadSize + slip.Length];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(VersionAt), Version);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(WrittenAt), writtenMilliseconds);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(SpansAt), parcel.Spans);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(SlipLengthAt), slip.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(RequestLengthAt), request.Length);
        slip.CopyTo(head.AsSpan(HeadSize));
        var checksum = Checksum.Of(head.AsSpan(0, ChecksumAt), head.AsSpan(ChecksumEnd), request.Span);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(ChecksumAt), checksum);
        return head;
    }

    /// <summary>The bytes of the request alone.</summary>
    public static ReadOnlyMemory<byte> Request(Parcel parcel) => parcel.Frame[GrpcFrame.HeaderSize..];

    /// <summary>Reads a parcel, whose request stays in the given bytes.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <param name="name">What its name says.</param>
    /// <param name="parcel">The parcel; null when there is none.</param>
    public static ParcelReading Read(byte[] file, ParcelName name, out Parcel? parcel)
    {
        parcel = null;
        if (file.Length < HeadSize
            || !file.AsSpan().StartsWith(Magic)
            || Checksum.Of(file.AsSpan(0, ChecksumAt), file.AsSpan(ChecksumEnd)) != BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(ChecksumAt)))
        {
            return ParcelReading.Damaged;
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(VersionAt)) != Version)
        {
            return ParcelReading.Newer;
        }

        var slip = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(SlipLengthAt));
        var request = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(RequestLengthAt));
        var spans = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(SpansAt));
        if (slip < 0 || request < 0 || (long)HeadSize + slip + request != file.Length || spans != name.Spans)
        {
            return ParcelReading.Damaged;
        }

        // What stands before the request is read by now, so the room for gRPC's header is made of it, and nothing is copied.
        var (experiment, records) = ParcelSlip.Read(file.AsSpan(HeadSize, slip));
        parcel = new Parcel(file.AsMemory(HeadSize + slip - GrpcFrame.HeaderSize), spans, experiment, records);
        return ParcelReading.Read;
    }
}
