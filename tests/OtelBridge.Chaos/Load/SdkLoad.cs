using OtelBridge.Export;

namespace OtelBridge.Chaos.Load;

/// <summary>A program that is traced by our SDK, over gRPC.</summary>
internal sealed class SdkLoad : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly MlflowTracing _tracing;
    private readonly List<string> _traceIds = []; // bounded by the length of a run

    public SdkLoad(Uri grpc) => _tracing = MlflowTracing.Init(options =>
    {
        options.TrackingUri = $"grpc://{grpc.Authority}";
        options.ExperimentId = "0";
        options.Delivery.BatchDelay = TimeSpan.FromMilliseconds(100);
        options.Delivery.SendTimeout = TimeSpan.FromSeconds(2);
        options.Delivery.RetryTimeout = TimeSpan.FromMinutes(5);
        options.Delivery.MaxQueueSpans = 100_000;
    });

    public IReadOnlyList<string> TraceIds => _traceIds;

    public DestinationDelivery Delivery => _tracing.Delivery.Single();

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using (var root = Mlflow.StartSpan("question"))
            {
                using (Mlflow.StartSpan("answer"))
                {
                }

                _traceIds.Add(root.TraceId);
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    public Task<FlushResult> FlushAsync(TimeSpan patience) => _tracing.FlushAsync(patience);

    public void Dispose() => _tracing.Dispose();
}
