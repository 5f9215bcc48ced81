namespace OtelBridge.Masking;

/// <summary>What came of masking a text that may be JSON.</summary>
internal enum JsonMaskResult
{
    /// <summary>Nothing in it is to be masked.</summary>
    Unchanged,

    /// <summary>There is another text.</summary>
    Changed,

    /// <summary>It is to be left out whole.</summary>
    Removed,

    /// <summary>It is no JSON, and has nothing that rules about places could mean.</summary>
    NotJson,

    /// <summary>It is broken JSON: nobody can say what stands where.</summary>
    NotJudged,
}
