namespace OtelBridge.Store.Access;

/// <summary>What somebody may do with an experiment; each level includes those below it. Source: the permissions of MLflow's own authentication.</summary>
public enum AccessLevel
{
    /// <summary>Nothing: the experiment is not there (<c>NO_PERMISSIONS</c>).</summary>
    None = 0,

    /// <summary>See it, its traces and its runs (<c>READ</c>).</summary>
    Read = 1,

    /// <summary>Change them, and add to them (<c>EDIT</c>).</summary>
    Edit = 2,

    /// <summary>Delete and restore it, and say who else may do what (<c>MANAGE</c>).</summary>
    Manage = 3,
}
