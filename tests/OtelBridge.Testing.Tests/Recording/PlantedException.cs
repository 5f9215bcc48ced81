namespace OtelBridge.Testing.Tests.Recording;

/// <summary>An exception of a provider's library, which nobody else knows.</summary>
internal sealed class PlantedException(string message) : Exception(message);
