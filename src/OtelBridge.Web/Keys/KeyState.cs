namespace OtelBridge.Web.Keys;

/// <summary>Whether a key can be used.</summary>
public enum KeyState
{
    /// <summary>It can.</summary>
    Valid,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Somebody ended it.</summary>
    Revoked,
}
