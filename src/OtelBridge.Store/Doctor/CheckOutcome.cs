namespace OtelBridge.Store.Doctor;

/// <summary>What a check found.</summary>
public enum CheckOutcome
{
    /// <summary>Everything is as it should be.</summary>
    Sound,

    /// <summary>Something is worth knowing, and nothing is wrong.</summary>
    Notice,

    /// <summary>Something is wrong.</summary>
    Problem,

    /// <summary>Something was wrong and has been put right.</summary>
    Repaired,
}
