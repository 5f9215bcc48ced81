using OtelBridge.Pricing;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Doctor;

/// <summary>Everything that can be checked of a store.</summary>
public static class StoreCheckup
{
    /// <summary>Gives the checks in the order in which they are to run: what repairs one may be what the next one counts.</summary>
    /// <param name="store">The store.</param>
    /// <param name="prices">What tokens cost, for spans that have no cost; OtelBridge's own table when null.</param>
    public static IReadOnlyList<StoreCheck> Of(ITraceStore store, PriceTable? prices = null) => store switch
    {
        ICheckedStore alone => alone.Checks,
        ISqlTraceStore own =>
        [
            .. own.OwnChecks,
            new BlockCheck(own.Database),
            new TraceWalk(
                own.Database,
                prices ?? PriceTable.Default,
                [new PayloadCheck(), new SpanColumnCheck(), new TraceRecordCheck(), new CostCheck(), new FacetCheck(), new TextIndexCheck()]),
            new OrphanCheck(own.Database),
            new BlockUseCheck(own.Database),
            new TextQueueCheck(own.Database),
            new RollupCheck(own.Database),
        ],
        _ => throw new ArgumentException("This store does not say how it is built.", nameof(store)),
    };
}
