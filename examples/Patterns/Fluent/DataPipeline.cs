using OtelBridge;
using Patterns.Running;

namespace Patterns.Fluent;

/// <summary>A workflow in steps, each of them a span.</summary>
internal static class DataPipeline
{
    public static Task<PatternResult> RunAsync(MlflowClient client)
    {
        Process("3;1;2");
        return PatternResult.Of(Mlflow.LastActiveTraceId);
    }

    [Trace("data_pipeline")]
    private static string Process(string dataSource)
    {
        string[] raw;
        using (var extract = Mlflow.StartSpan("extract"))
        {
            raw = dataSource.Split(';');
            extract.SetOutputs(new { record_count = raw.Length });
        }

        List<string> transformed;
        using (var transform = Mlflow.StartSpan("transform"))
        {
            transformed = [.. raw.Order()];
            transform.SetOutputs(new { transformed_count = transformed.Count });
        }

        using var load = Mlflow.StartSpan("load");
        var result = string.Join(';', transformed);
        load.SetOutputs(new { status = "success" });
        return result;
    }
}
