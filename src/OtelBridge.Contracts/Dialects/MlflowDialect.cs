using OtelBridge.Attributes;

namespace OtelBridge.Dialects;

/// <summary>MLflow's own keys: what is set by them is never replaced.</summary>
internal static class MlflowDialect
{
    public static Dialect Instance { get; } = new()
    {
        Kinds = [MlflowKeys.SpanType],
        Inputs = [MlflowKeys.SpanInputs],
        Outputs = [MlflowKeys.SpanOutputs],
        Tools = [MlflowKeys.ChatTools],
        Usages = [MlflowKeys.ChatTokenUsage],
        WholeCosts = [MlflowKeys.LlmCost],
        Models = [MlflowKeys.LlmModel],
        Providers = [MlflowKeys.LlmProvider],
        Sessions = [MlflowKeys.TraceSession],
        Users = [MlflowKeys.TraceUser],
        TraceIds = [MlflowKeys.TraceRequestId],
        Experiments = [MlflowKeys.ExperimentId],
    };
}
