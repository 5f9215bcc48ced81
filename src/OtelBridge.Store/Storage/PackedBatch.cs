using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage;

/// <summary>A batch and where its payload lies. Batches of one block follow each other.</summary>
/// <param name="Batch">The spans of one trace.</param>
/// <param name="Block">The block that holds their payload.</param>
/// <param name="Part">Where the payload begins in the decompressed block.</param>
/// <param name="Facets">What the trace is found by, as these spans say it; gathered here so that the one who writes does not have to.</param>
internal sealed record PackedBatch(TraceBatch Batch, PayloadBlock Block, int Part, IReadOnlyCollection<Facet> Facets);
