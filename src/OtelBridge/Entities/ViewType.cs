namespace OtelBridge.Entities;

/// <summary>Which experiments or runs a search looks at.</summary>
public enum ViewType
{
    /// <summary>Those in use.</summary>
    ActiveOnly,

    /// <summary>Those marked as deleted.</summary>
    DeletedOnly,

    /// <summary>Both.</summary>
    All,
}
