namespace OtelBridge.Web.Traces;

/// <summary>What is wrong with a filter.</summary>
/// <param name="Message">What was expected, for people.</param>
/// <param name="Place">Where, from 0; null where the fault is of the whole.</param>
public sealed record FilterFault(string Message, int? Place);
