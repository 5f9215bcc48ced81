namespace OtelBridge.Store.Retention;

/// <summary>A store whose experiments can be kept small.</summary>
internal interface ISweptStore
{
    IExperimentSizes Sizes { get; }
}
