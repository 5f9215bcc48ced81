using System.Buffers.Binary;
using System.Numerics;

namespace OtelBridge.Export.Spool;

/// <summary>CRC-32C, which processors compute.</summary>
internal static class Checksum
{
    /// <summary>The checksum of bytes that follow each other.</summary>
    public static uint Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third = default) =>
        ~Add(Add(Add(uint.MaxValue, first), second), third);

    private static uint Add(uint checksum, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var single in bytes)
        {
            checksum = BitOperations.Crc32C(checksum, single);
        }

        return checksum;
    }
}
