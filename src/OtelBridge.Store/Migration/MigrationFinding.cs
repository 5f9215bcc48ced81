namespace OtelBridge.Store.Migration;

/// <summary>In what two stores differ.</summary>
public enum MigrationFinding
{
    /// <summary>A trace that the target does not have.</summary>
    Missing = 0,

    /// <summary>A trace that is not the same at the target.</summary>
    Differs = 1,

    /// <summary>A trace that cannot be read: damaged, or too large.</summary>
    Unreadable = 2,

    /// <summary>An experiment that is not the same at the target, or not there.</summary>
    ExperimentDiffers = 3,

    /// <summary>A run that is not the same at the target, or not there.</summary>
    RunDiffers = 4,

    /// <summary>A trace that has more spans at the target than at the source: its program sends there now. It is not compared.</summary>
    GoesOnAtTarget = 5,

    /// <summary>A trace that only the target has.</summary>
    OnlyAtTarget = 6,

    /// <summary>A trace that was copied and then deleted at the source; it was deleted at the target, too.</summary>
    DeletedMeanwhile = 7,
}
