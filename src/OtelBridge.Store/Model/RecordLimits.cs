namespace OtelBridge.Store.Model;

/// <summary>Widths of MLflow's columns. What is longer is cut, as MLflow does.</summary>
internal static class RecordLimits
{
    public const int Key = 250;

    /// <summary>Values of tags and metadata of traces, and of tags of runs.</summary>
    public const int Value = 8000;

    public const int ClientRequestId = 50;
}
