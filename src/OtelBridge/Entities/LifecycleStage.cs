namespace OtelBridge.Entities;

/// <summary>Whether an experiment or a run is in use or marked as deleted.</summary>
public enum LifecycleStage
{
    /// <summary>In use.</summary>
    Active,

    /// <summary>Marked as deleted; it can be restored.</summary>
    Deleted,
}
