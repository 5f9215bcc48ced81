namespace OtelBridge.Web.Charts;

/// <summary>A step of time of a chart.</summary>
/// <param name="FromUnixNano">Its start.</param>
/// <param name="ToUnixNano">Its end, which is not in it.</param>
/// <param name="Link">Where its mark leads; empty for nowhere.</param>
/// <param name="Note">What else there is to say of it, such as that more was spent than is known; empty for nothing.</param>
public sealed record ChartBucket(long FromUnixNano, long ToUnixNano, string Link, string Note = "");
