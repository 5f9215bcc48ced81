namespace OtelBridge.Export;

/// <summary>What becomes of a value that a <see cref="MaskRule"/> finds.</summary>
public enum MaskAction
{
    /// <summary>A fixed text stands in its place, <see cref="MaskRule.Replacement"/>.</summary>
    Replace,

    /// <summary>It is left out: the attribute, the member of the JSON object, the element of the array, or the part of the text that a pattern finds.</summary>
    Remove,

    /// <summary>A keyed hash (HMAC-SHA256) of it stands in its place, so that equal values can still be counted and grouped: <c>hmac:</c> and 16 hex digits.</summary>
    Hash,
}
