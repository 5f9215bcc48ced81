using OpenTelemetry.Trace;

namespace OtelBridge.Export.Sampling;

/// <summary>Records a share of the traces that start in this process, and says in their trace state which share that is.</summary>
internal sealed class ConsistentSampler : Sampler
{
    private readonly Threshold _threshold;
    private readonly SamplingResult _kept;

    public ConsistentSampler(double ratio)
    {
        _threshold = Threshold.Of(ratio);
        _kept = new SamplingResult(SamplingDecision.RecordAndSample, [], OtTraceState.With(null, _threshold.IsNone ? Threshold.All : _threshold));
        Description = FormattableString.Invariant($"ConsistentSampler{{{ratio}}}");
    }

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        _threshold.Keeps(samplingParameters.TraceId) ? _kept : new SamplingResult(SamplingDecision.Drop);
}
