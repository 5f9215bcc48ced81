using OtelBridge.Dialects;
using OtelBridge.Pricing;

namespace OtelBridge.Store.Model;

/// <summary>What the spans of a trace say of tokens and money, each summed over the spans that carry it and have no ancestor that carries it.</summary>
/// <param name="Tokens">The tokens; null while no span carries any.</param>
/// <param name="Cost">The cost as far as it is known; null while nothing is known of it.</param>
/// <param name="UnpricedSpans">How many spans used tokens whose cost is not in <paramref name="Cost"/>; null for a trace that was stored before costs were.</param>
public readonly record struct TraceUsage(SpanTokenUsage? Tokens, SpanCost? Cost = null, long? UnpricedSpans = null);
