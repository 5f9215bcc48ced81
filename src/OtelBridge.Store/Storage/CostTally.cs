using OtelBridge.Pricing;

namespace OtelBridge.Store.Storage;

/// <summary>A sum of costs that can be taken out again. A part that only some costs have is the sum of those; one that none has stays unknown.</summary>
internal sealed class CostTally
{
    private Part _total;
    private Part _input;
    private Part _output;
    private Part _cacheRead;
    private Part _cacheWrite;
    private Part _reasoning;

    /// <summary>Gets the sum; null while there is nothing in it.</summary>
    public SpanCost? Sum => _total.Sum is { } total
        ? new SpanCost(total, _input.Sum, _output.Sum, _cacheRead.Sum, _cacheWrite.Sum, _reasoning.Sum)
        : null;

    public void Add(SpanCost cost) => Count(cost, 1);

    public void Remove(SpanCost cost) => Count(cost, -1);

    private void Count(SpanCost cost, int times)
    {
        _total.Count(cost.Total, times);
        _input.Count(cost.Input, times);
        _output.Count(cost.Output, times);
        _cacheRead.Count(cost.CacheRead, times);
        _cacheWrite.Count(cost.CacheWrite, times);
        _reasoning.Count(cost.Reasoning, times);
    }

    // Wider than its result, so that what was too much for a moment is right again when it is taken out.
    private struct Part
    {
        private Int128 _amount;
        private long _known;

        public readonly long? Sum => _known > 0 ? (long)Int128.Clamp(_amount, long.MinValue, long.MaxValue) : null;

        public void Count(long? amount, int times)
        {
            if (amount is { } known)
            {
                _amount += (Int128)known * times;
                _known += times;
            }
        }
    }
}
