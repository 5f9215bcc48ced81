using OtelBridge.Store.Storage.Aggregates;
using OtelBridge.Store.Storage.Sql.Aggregates;

namespace OtelBridge.Store.Storage.Sql.Rollups;

/// <summary>Works out the sums of a bucket.</summary>
internal static class RollupSums
{
    /// <summary>Gets all that sums are split by; each is its own index into what <see cref="Make"/> gives.</summary>
    public static IReadOnlyList<RollupDimension> Dimensions { get; } = Enum.GetValues<RollupDimension>();

    /// <summary>Gives the sums by dimension, as they are kept: of the finest level from the traces, of the others from the next finer one. Null where there is nothing to sum.</summary>
    public static byte[]?[] Make(SqlSession session, int level, long experiment, long bucket)
    {
        var (from, width) = (bucket * RollupLevel.Width(level), RollupLevel.Width(level));
        var before = from > long.MaxValue - width ? long.MaxValue : from + width;
        if (level > RollupLevel.Finest)
        {
            var finer = new RollupReader(session, [experiment]);
            return [.. Dimensions.Select(dimension => Write(finer.ReadGroups(dimension, from, before, level - 1)))];
        }

        var groups = Dimensions.Select(static _ => new GroupSums()).ToArray();
        DimensionSums.AddAll(session, new TraceStretch(session, experiment, from, before), dimension => groups[(int)dimension]);
        return Array.ConvertAll(groups, Write);
    }

    private static byte[]? Write(GroupSums groups)
    {
        groups.Prune();
        return groups.Groups.Count == 0 ? null : RollupCodec.Write(groups);
    }
}
