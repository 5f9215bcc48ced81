using OtelBridge.Store.Storage.Aggregates;

namespace OtelBridge.Store.Storage.Sql.Rollups;

/// <summary>Kept sums as bytes: numbers of as many bytes as they need, values in ordinal order, so that the same sums are the same bytes.</summary>
internal static class RollupCodec
{
    private const byte Version = 1;

    public static byte[] Write(GroupSums groups)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
        {
            writer.Write(Version);
            writer.Write7BitEncodedInt(groups.Groups.Count);
            foreach (var (value, sums) in groups.Groups.OrderBy(static group => group.Key, StringComparer.Ordinal))
            {
                writer.Write(value);
                Write(writer, sums);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Adds sums that were written.</summary>
    /// <exception cref="InvalidDataException">They were not written by this version.</exception>
    public static void AddTo(GroupSums groups, byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false));
        if (reader.ReadByte() != Version)
        {
            throw new InvalidDataException("Kept sums are of a version that this program does not know.");
        }

        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            Add(reader, groups[reader.ReadString()]);
        }
    }

    private static void Write(BinaryWriter writer, Sums sums)
    {
        writer.Write7BitEncodedInt64(sums.Count);
        writer.Write7BitEncodedInt64(sums.Errors);
        writer.Write7BitEncodedInt64(sums.InProgress);
        writer.Write7BitEncodedInt64(sums.InputTokens);
        writer.Write7BitEncodedInt64(sums.OutputTokens);
        writer.Write7BitEncodedInt64(sums.TotalTokens);
        writer.Write(sums.Cost is not null);
        writer.Write7BitEncodedInt64(sums.Cost ?? 0);
        writer.Write7BitEncodedInt64(sums.UnpricedSpans);
        writer.Write7BitEncodedInt(sums.Durations.Counts.Count);
        var last = 0;
        foreach (var (durationClass, count) in sums.Durations.Counts.OrderBy(static counted => counted.Key))
        {
            writer.Write7BitEncodedInt(durationClass - last);
            writer.Write7BitEncodedInt64(count);
            last = durationClass;
        }
    }

    private static void Add(BinaryReader reader, Sums sums)
    {
        sums.Count += reader.Read7BitEncodedInt64();
        sums.Errors += reader.Read7BitEncodedInt64();
        sums.InProgress += reader.Read7BitEncodedInt64();
        sums.InputTokens = Sums.Plus(sums.InputTokens, reader.Read7BitEncodedInt64());
        sums.OutputTokens = Sums.Plus(sums.OutputTokens, reader.Read7BitEncodedInt64());
        sums.TotalTokens = Sums.Plus(sums.TotalTokens, reader.Read7BitEncodedInt64());
        var hasCost = reader.ReadBoolean();
        var cost = reader.Read7BitEncodedInt64();
        sums.Cost = hasCost ? Sums.Plus(sums.Cost ?? 0, cost) : sums.Cost;
        sums.UnpricedSpans += reader.Read7BitEncodedInt64();
        var durationClass = 0;
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            durationClass += reader.Read7BitEncodedInt();
            sums.Durations.Add(durationClass, reader.Read7BitEncodedInt64());
        }
    }
}
