using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>A view as a range of stages, so that one statement serves all of them.</summary>
internal static class LifecycleViewExtensions
{
    public static LifecycleStage First(this LifecycleView view) => view == LifecycleView.Deleted ? LifecycleStage.Deleted : LifecycleStage.Active;

    public static LifecycleStage Last(this LifecycleView view) => view is LifecycleView.Deleted or LifecycleView.All ? LifecycleStage.Deleted : LifecycleStage.Active;
}
