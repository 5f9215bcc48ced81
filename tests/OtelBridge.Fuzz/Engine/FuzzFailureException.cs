namespace OtelBridge.Fuzz.Engine;

/// <summary>A target did not do what is promised of it.</summary>
internal sealed class FuzzFailureException(string promise) : Exception(promise);
